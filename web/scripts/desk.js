// @ts-check
// The desk: answers while one types, keys, copying and printing. Every page works without.
"use strict";

const WAIT = 60; // milliseconds without a key before asking
const KEYS_OFF = "guichet-sans-raccourcis";

/** @param {string} query @param {ParentNode} [from] @returns {HTMLElement | null} */
const one = (query, from = document) => from.querySelector(query);
const field = /** @type {HTMLInputElement | null} */ (one("#q"));
const results = one("#reponses");
const status = one("#etat");
const help = /** @type {HTMLDialogElement | null} */ (one("#raccourcis"));
const keysBox = /** @type {HTMLInputElement | null} */ (one("#touches"));

/** @param {ParentNode} part */
const reveal = (part) => {
  for (const each of part.querySelectorAll(".with-script")) {
    each.removeAttribute("hidden");
  }
};

/** @param {string} text */
const say = (text) => {
  if (status) status.textContent = text;
};

/** @type {AbortController | undefined} */
let asking;
let waiting = 0;

/** Fetch a fragment of the desk and put it in place of the results. @param {string} query */
const show = async (query) => {
  if (!results) return;
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(`${field?.form?.action}/reponses?${query}`, { signal: asking.signal });
    if (response.redirected) return location.reload();
    if (!response.ok) return say("La recherche ne répond pas.");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    results.replaceChildren(...page.body.childNodes);
    reveal(results);
    say(one(".found", results)?.dataset.status ?? "");
  } catch (error) {
    if (!(error instanceof DOMException)) say("La recherche ne répond pas.");
  }
};

const ask = () => show(new URLSearchParams({ q: field?.value ?? "" }).toString());

/** Move to another candidate, without leaving the field. @param {number} step */
const move = (step) => {
  const links = /** @type {HTMLAnchorElement[]} */ (
    [...document.querySelectorAll(".candidate > a")]
  );
  if (!links.length) return;
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[(at + step + links.length) % links.length];
  const open = new URL(next.href);
  show(open.searchParams.toString());
};

/** @param {string} text @param {string} done */
const copy = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(done);
  const button = one(`[data-do="${done.startsWith("Lien") ? "link" : "copy"}"]`);
  button?.classList.add("copied");
  setTimeout(() => button?.classList.remove("copied"), 1500);
};

/** @type {Record<string, (from: HTMLElement) => void>} */
const ACTIONS = {
  copy: () => {
    const text = one("#texte")?.textContent ?? "";
    copy(text, "Réponse copiée.");
  },
  link: (from) => copy(from.dataset.link ?? "", "Lien copié."),
  print: () => window.print(),
  help: () => help?.showModal(),
};

/** @type {Record<string, string>} */
const KEYS = { c: "copy", i: "print", g: "large", l: "link", "?": "help" };

/** @param {KeyboardEvent} event */
const isTyping = (event) =>
  event.target instanceof HTMLElement &&
  (event.target.matches("input:not([type=checkbox]), textarea, select") ||
    event.target.isContentEditable);

/** @param {KeyboardEvent} event */
const onFieldKey = (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
};

/** @param {KeyboardEvent} event */
const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.key === "Escape") one('[data-do="back"]')?.click();
  if (isTyping(event) || localStorage.getItem(KEYS_OFF)) return;
  if (event.key === "/" && field) {
    event.preventDefault();
    field.select();
  }
  const target = one(`[data-do="${KEYS[event.key]}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  }
};

document.addEventListener("click", (event) => {
  const from = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  if (from instanceof HTMLElement) ACTIONS[from.dataset.do ?? ""]?.(from);
});
document.addEventListener("keydown", onKey);
field?.addEventListener("keydown", onFieldKey);
field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
});
if (keysBox) {
  keysBox.checked = !localStorage.getItem(KEYS_OFF);
  keysBox.addEventListener("change", () => {
    if (keysBox.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
}
reveal(document);
if (field) field.setSelectionRange(field.value.length, field.value.length);
// What was typed before this script came, or kept by the browser, is asked now.
if (field && field.value !== field.defaultValue) ask();
