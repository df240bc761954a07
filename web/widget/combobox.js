import { el } from "./view.js";

// The names of subjects, proposed while one types: the last words are completed, what
// stands before them stays (« horaires méd… » becomes « horaires Médiathèques »).

const MOST_OPTIONS = 5;
const MOST_WORDS = 4;

/** Letters without accents or capitals, as people type them. */
const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[’']/g, " ").trim();

export class Combobox {
  #input;
  #list;
  #announce;
  #rows = [];
  #subjects;
  #active = -1;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {{name: string, names: string[]}[]} subjects
   * @param {(count: number) => void} announce
   */
  constructor(input, list, subjects, announce) {
    this.#input = input;
    this.#list = list;
    this.#announce = announce;
    this.#subjects = subjects;
    input.addEventListener("input", () => this.#propose());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.#press(event));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#pick([...list.children].indexOf(option));
    });
  }

  close() {
    this.#rows = [];
    this.#show(-1);
  }

  #propose() {
    this.#rows = this.#found(this.#input.value);
    this.#list.replaceChildren(...this.#rows.map((row, index) =>
      el("li", { role: "option", id: `option-${index}`, "aria-selected": "false" },
        row.text, row.text !== row.subject && el("small", {}, row.subject))));
    this.#show(-1);
    this.#announce(this.#rows.length);
  }

  /** The subjects that the last words begin, those that begin by them first. */
  #found(text) {
    const words = [...text.matchAll(/\S+/g)];
    for (const word of words.slice(-MOST_WORDS)) {
      const typed = folded(text.slice(word.index));
      const rows = typed.length > 1 ? this.#beginning(typed, word.index) : [];
      if (rows.length > 0) return rows;
    }
    return [];
  }

  #beginning(typed, from) {
    const rows = this.#index().flatMap(({ subject, names }) => {
      const first = names.find(({ key }) => key.startsWith(typed));
      const within = first ?? names.find(({ key }) => key.includes(` ${typed}`));
      const rank = first ? names.indexOf(first) : names.length;
      return within && within.key !== typed ? [{ subject, text: within.name, from, rank }] : [];
    });
    return rows.sort((a, b) => a.rank - b.rank).slice(0, MOST_OPTIONS);
  }

  #index() {
    this.#subjects = this.#subjects.map((one) => one.keys ? one : {
      subject: one.name,
      keys: true,
      names: [one.name, ...one.names].map((name) => ({ name, key: folded(name) })),
    });
    return this.#subjects;
  }

  #show(active) {
    const isOpen = this.#rows.length > 0;
    this.#active = active;
    this.#list.hidden = !isOpen;
    this.#input.setAttribute("aria-expanded", String(isOpen));
    [...this.#list.children].forEach((option, index) =>
      option.setAttribute("aria-selected", String(index === active)));
    if (active < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `option-${active}`);
    this.#list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    const count = this.#rows.length;
    if (count === 0 || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#show((this.#active + step + (this.#active < 0 && step < 0 ? 1 : 0) + count) % count);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.#active >= 0) this.#pick(this.#active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(index) {
    const { text, from } = this.#rows[index];
    this.#input.value = this.#input.value.slice(0, from) + text;
    this.close();
    this.#input.focus();
  }
}
