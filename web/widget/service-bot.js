import { asked, button, choices, commentForm, contact, el, icon, phone, replied, spoken, transcript } from "./view.js";
import { Combobox } from "./combobox.js";

const STORE = "service-bot"; // with the address: towns of one site keep theirs apart
const FULL_SCREEN = "(max-width: 40em), (max-height: 30em)";
const PAUSES = [1000, 2000, 4000]; // milliseconds before each new attempt
const PATIENCE = 10_000; // milliseconds until an attempt is given up
const SLOW = 400; // milliseconds until a search is announced
const FRESH = 300_000; // milliseconds for which an opening state is shown as it is
const MISSES = 2; // unanswered questions before a person is offered

/** Fail after a while: a server that says nothing is as good as none. */
const tooLong = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error("no answer in time")), PATIENCE));

/** Let the browser do what waits, such as to lay out and paint. */
const pause = () => new Promise((done) => setTimeout(done));

/**
 * The assistant on a town's page: `<service-bot><a href="https://…/chat">Une question ?</a></service-bot>`.
 * The link inside works without this script, which makes it open a panel.
 *
 * Attributes: `api` (the assistant's address; that of this file otherwise), `position`
 * (`left` or `right`), `open` (set while the panel is open).
 * Events: `sb-open`, `sb-close`, `sb-question` (cancelable), `sb-reply`, `sb-feedback`, `sb-error`.
 */
export class ServiceBot extends HTMLElement {
  #start = null; // what the server said at the start: texts, contact, notices, subjects
  #read = 0; // when it said so
  #listening = new AbortController();
  #asking = null;
  #opener = null;
  #parts = {};
  #talk = { context: null, misses: 0, turns: [] };

  /** The assistant's address, without a slash at its end. */
  get api() {
    return (this.getAttribute("api") ?? new URL(".", import.meta.url).href).replace(/\/$/, "");
  }

  get isOpen() {
    return this.#parts.dialog?.open ?? false;
  }

  connectedCallback() {
    if (!this.shadowRoot) this.#furnish();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("click", (event) => this.#follow(event), { signal });
    for (const hint of ["pointerenter", "focusin"]) {
      this.addEventListener(hint, () => this.#prepare().catch(() => {}), { signal, once: true });
    }
    this.addEventListener("keydown", (event) => {
      if (event.key === " " && event.target === this.#launcher) {
        event.preventDefault();
        event.target.click();
      }
    }, { signal });
    if (this.#parts.dialog) this.#watch();
    if (!this.#launcher) this.#load().then(() => this.#invite(), () => {});
    else this.#enhance(this.#launcher);
  }

  disconnectedCallback() {
    this.close();
    this.#listening.abort();
  }

  /**
   * One exchange with the server; replace it in a subclass to speak to another one.
   * @returns {Promise<any>} the JSON of the answer, null when it has none
   */
  async request(path, { body, headers = {}, signal } = {}) {
    const sent = body && {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    };
    const response = await fetch(this.api + path, { ...sent, signal, credentials: "omit" });
    if (!response.ok) throw Object.assign(new Error(response.statusText), { status: response.status });
    return response.status === 204 ? null : response.json();
  }

  /** Open the panel, and ask a question if there is one. Only a person's gesture leads here. */
  async open(question = "", opener = this.#launcher) {
    await this.#prepare();
    this.#opener = opener;
    const wasOpen = this.isOpen;
    this.#show();
    if (!wasOpen) this.#tell("sb-open");
    await pause();
    this.#parts.foot.hidden = false;
    if (question) this.ask(question);
    (question ? this.#parts.scroll : this.#parts.input).focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.#parts.dialog.close();
    this.toggleAttribute("open", false);
    this.#launcher?.setAttribute("aria-expanded", "false");
    this.#opener?.focus();
    this.#tell("sb-close");
  }

  /** Ask a question; one at a time. */
  async ask(text) {
    const question = text.trim();
    if (this.#asking || !this.#tell("sb-question", { question })) return;
    const { input, log, combobox } = this.#parts;
    if (!question) return this.#say(this.#start.texts.empty);
    const asking = this.#asking = new AbortController();
    this.#say("");
    this.#warn();
    const item = el("li", { class: "turn" }, asked(question, this.#start.texts));
    log.append(item);
    item.scrollIntoView({ block: "start" });
    input.value = "";
    combobox.close();
    const slow = setTimeout(() => this.#say(this.#start.texts.searching), SLOW);
    try {
      this.#receive(await this.#persist(question, asking.signal), question, item);
    } catch (error) {
      item.remove();
      if (error.name !== "AbortError") this.#fail(error, question);
    } finally {
      clearTimeout(slow);
      if (this.#asking === asking) this.#asking = null;
    }
  }

  /** Start anew below what was said, which stays readable. */
  renew() {
    this.#stop();
    this.#talk.context = null;
    this.#talk.misses = 0;
    if (this.#talk.turns.length > 0) {
      this.#parts.log.append(el("li", { class: "rule" }, this.#start.texts.new));
      this.#save();
    }
    this.#parts.input.focus();
  }

  /** Forget everything, on the screen and on this device. */
  erase() {
    this.#stop();
    this.#talk = { context: null, misses: 0, turns: [] };
    try { sessionStorage.removeItem(this.#place); } catch { /* nothing was stored */ }
    this.#parts.log.replaceChildren();
    this.#parts.welcome.hidden = false;
    this.#warn();
    this.#say(this.#start.texts.erased);
    this.#parts.input.focus();
  }

  // — the launcher ————————————————————————————————————————————————————————————————

  get #launcher() {
    return this.querySelector("a[href]");
  }

  #furnish() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(el("div", { class: "launcher", part: "launcher" }, icon("chat"), el("slot")));
  }

  /** A page that wrote no link gets one in the town's words. */
  #invite() {
    const link = el("a", { href: `${this.api}/chat` }, this.#start.texts.launch);
    this.append(link);
    this.#enhance(link);
  }

  #enhance(link) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", String(this.isOpen));
  }

  /** Follow a click on the launcher, or on any `data-question` of the page. */
  #follow(event) {
    const link = event.target.closest?.("[data-question]") ?? event.target.closest?.("a");
    const question = link?.dataset.question ?? "";
    if (!link || (!question && link !== this.#launcher)) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Without the server's words there is no panel: the link does what it says.
    this.open(question, link).catch(() => { if (link.href) location.assign(link.href); });
  }

  // — the panel ———————————————————————————————————————————————————————————————————

  async #load() {
    if (this.#start && Date.now() - this.#read < FRESH) return;
    try {
      this.#start = await Promise.race([this.request("/api/v1/widget"), tooLong()]);
      this.#read = Date.now();
      if (this.#parts.dialog) this.#refresh();
    } catch (error) {
      if (!this.#start) throw error;
    }
  }

  /** Have the panel ready, in tasks of their own: a slow telephone stays at its user's hand. */
  async #prepare() {
    await this.#load();
    await pause();
    if (!this.#parts.dialog) this.#build();
    await pause();
  }

  #build() {
    const { texts, limit } = this.#start;
    const parts = this.#parts;
    const labelled = (name, ...more) => [icon(name), spoken(more[0])];
    parts.menu = el("ul", { class: "menu", id: "menu", hidden: true },
      ["new", "copy", "print", "download", "erase"]
        .filter((name) => name !== "copy" || navigator.clipboard)
        .map((name) => el("li", {}, button(name, {}, texts[name]))));
    parts.more = button("menu", { class: "round", "aria-expanded": "false", "aria-controls": "menu" },
      labelled("options", texts.options));
    parts.notices = el("div", { class: "notices", hidden: true });
    parts.welcome = el("div", { class: "welcome" },
      el("p", { class: "intro" }, texts.intro),
      ...(this.#start.examples.length
        ? [choices(this.#start.examples.map((one) => ({ title: one, question: one })), texts.examples_title)]
        : []));
    parts.log = el("ol", { class: "log" });
    parts.scroll = el("div", { class: "scroll", role: "log", tabindex: "0", "aria-label": texts.conversation },
      parts.welcome, parts.log);
    parts.status = el("p", { class: "status", role: "status" });
    parts.alert = el("div", { class: "alert", role: "alert", hidden: true });
    parts.agent = button("agent", { class: "agent", "aria-expanded": "false", "aria-controls": "agent" });
    parts.card = el("div", { id: "agent", hidden: true });
    parts.list = el("ul", { class: "options", id: "options", role: "listbox", "aria-label": texts.proposals, hidden: true });
    parts.input = el("input", {
      id: "question", type: "text", maxlength: String(limit), autocomplete: "off", enterkeyhint: "send",
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "options",
      "aria-describedby": "privacy",
    });
    parts.dialog = el("dialog", { class: "panel", part: "panel", "aria-labelledby": "title", lang: "fr" },
      el("div", { class: "header", part: "header" },
        el("div", { class: "names" },
          el("h2", { id: "title" }, texts.heading),
          el("p", { class: "robot" }, texts.robot)),
        parts.more,
        button("close", { class: "round" }, labelled("close", texts.close)),
        parts.menu),
      parts.notices,
      parts.scroll,
      parts.foot = el("div", { class: "foot", hidden: true },
        parts.status, parts.alert, parts.agent, parts.card,
        el("form", { class: "composer", "data-do": "send" },
          el("label", { for: "question" }, texts.label),
          el("div", { class: "line" }, parts.input, parts.list,
            el("button", { class: "send" }, labelled("send", texts.send)))),
        el("p", { class: "privacy" }, el("span", { id: "privacy" }, texts.privacy), " ",
          el("a", { href: `${this.api}/mentions-legales`, target: "_top" }, texts.legal))));
    parts.combobox = new Combobox(parts.input, parts.list, this.#start.subjects, (count) => this.#count(count));
    this.#hear(parts.dialog);
    this.#refresh();
    this.#resume();
    this.#watch();
    this.shadowRoot.append(parts.dialog);
  }

  /** Follow the size of the window, for as long as the element is in the page. */
  #watch() {
    const { signal } = this.#listening;
    matchMedia(FULL_SCREEN).addEventListener("change", () => this.isOpen && this.#show(), { signal });
    for (const change of ["resize", "scroll"]) {
      window.visualViewport?.addEventListener(change, () => this.#fit(), { signal });
    }
  }

  /** One listener for each kind of event, on the panel. */
  #hear(dialog) {
    const act = (event, target) => {
      const name = target?.dataset.do;
      if (name) this.#actions[name]?.(target, event);
    };
    dialog.addEventListener("click", (event) => act(event, event.target.closest("button[data-do]")));
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      act(event, event.target);
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#escape();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#escape();
    });
  }

  #actions = {
    close: () => this.close(),
    menu: (target) => this.#unfold(target, this.#parts.menu),
    agent: (target) => this.#unfold(target, this.#parts.card),
    send: () => this.ask(this.#parts.input.value),
    retry: () => this.ask(this.#parts.input.value),
    new: () => this.#chosen(() => this.renew()),
    erase: () => this.#chosen(() => this.erase()),
    print: () => this.#chosen(() => this.#print()),
    copy: () => this.#chosen(async () => {
      await navigator.clipboard.writeText(this.#transcript());
      this.#say(this.#start.texts.copied);
    }),
    download: () => this.#chosen(() => {
      const url = URL.createObjectURL(new Blob([this.#transcript()], { type: "text/plain;charset=utf-8" }));
      el("a", { href: url, download: "conversation.txt" }).click();
      setTimeout(() => URL.revokeObjectURL(url), PATIENCE);
    }),
    ask: (target) => {
      target.setAttribute("aria-pressed", "true");
      this.ask(target.dataset.ask);
    },
    judge: (target) => this.#judge(target),
    comment: (target) => this.#comment(target),
  };

  #unfold(target, what) {
    what.hidden = !what.hidden;
    target.setAttribute("aria-expanded", String(!what.hidden));
  }

  /** An option was chosen: the menu folds and focus goes back to its button. */
  #chosen(act) {
    this.#unfold(this.#parts.more, this.#parts.menu);
    this.#parts.more.focus();
    act();
  }

  #escape() {
    if (this.#parts.menu.hidden) return this.close();
    this.#unfold(this.#parts.more, this.#parts.menu);
    this.#parts.more.focus();
  }

  /** Show the panel beside the page, or over all of it where there is little room. */
  #show() {
    const { dialog } = this.#parts;
    const focused = this.shadowRoot.activeElement;
    const isFull = matchMedia(FULL_SCREEN).matches;
    if (dialog.open && dialog.classList.contains("full") === isFull) return;
    if (dialog.open) dialog.close();
    dialog.classList.toggle("full", isFull);
    if (isFull) dialog.showModal();
    else dialog.show();
    this.toggleAttribute("open", true);
    this.#launcher?.setAttribute("aria-expanded", "true");
    focused?.focus();
    this.#fit();
  }

  /** On a telephone, end above the keyboard. */
  #fit() {
    const view = window.visualViewport;
    if (!this.isOpen || !view) return;
    this.#parts.dialog.style.setProperty("--seen", `${view.height}px`);
    this.#parts.dialog.style.setProperty("--above", `${view.offsetTop}px`);
  }

  /** What changes with time: the notices, and whether the contact is open. */
  #refresh() {
    const { contact: whom, notices, texts } = this.#start;
    const { agent, card } = this.#parts;
    agent.replaceChildren(icon("agent"), el("span", {}, texts.contact,
      whom.state_text && el("span", { class: `state ${whom.state}` }, whom.state_text)), icon("fold"));
    card.replaceChildren(contact(whom, texts, null));
    this.#parts.notices.hidden = notices.length === 0;
    this.#parts.notices.replaceChildren(...notices.map((text) =>
      el("p", {}, el("strong", {}, `${texts.notices}\u202f: `), text)));
    this.#tellOnce();
  }

  /** What stands above the conversation is not said again in it, but on paper. */
  #tellOnce() {
    const { notices } = this.#start;
    for (const one of this.#parts.log.querySelectorAll(".notice")) {
      one.classList.toggle("told", notices.includes(one.textContent));
    }
  }

  // — the conversation ————————————————————————————————————————————————————————————

  /** Ask until it is answered, more and more slowly; the server counts it once. */
  async #persist(question, signal) {
    const key = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join("");
    const sent = {
      body: { question, display: true, ...(this.#talk.context && { context: this.#talk.context }) },
      headers: { "Idempotency-Key": key },
    };
    for (const wait of [...PAUSES, 0]) {
      try {
        return await Promise.race([this.request("/api/v1/ask", { ...sent, signal }), tooLong()]);
      } catch (error) {
        const isLasting = error.name === "AbortError" || (error.status && error.status < 500);
        if (isLasting || !wait || !navigator.onLine) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
        signal.throwIfAborted();
      }
    }
  }

  #receive(reply, question, item) {
    const shown = reply.display ?? {
      id: reply.id, kind: reply.kind, paragraphs: reply.text.split("\n"), choices: reply.choices ?? [],
      answers: [], numbers: [], notices: reply.notices ?? [], contact: null,
    };
    const talk = this.#talk;
    talk.context = reply.context;
    if (shown.kind === "fallback") talk.misses += 1;
    else if (shown.kind === "answer") talk.misses = 0;
    if (talk.misses >= MISSES) Object.assign(shown, { missed: true, contact: shown.contact ?? this.#start.contact });
    talk.turns.push({ question, shown });
    item.append(replied(shown, this.#start.texts));
    this.#tellOnce();
    this.#parts.welcome.hidden = true;
    this.#say("");
    this.#save();
    item.scrollIntoView({ block: "start" });
    this.#tell("sb-reply", reply);
  }

  #fail(error, question) {
    const { texts, contact: whom } = this.#start;
    const text = !question ? texts.failed
      : !navigator.onLine ? texts.offline
      : error.status === 429 ? texts.too_many
      : error.status === 413 || error.status === 422 ? texts.too_long.replace("{limit}", this.#start.limit)
      : texts.unreachable;
    if (!this.#parts.input.value) this.#parts.input.value = question;
    this.#say("");
    const retry = question && button("retry", {}, texts.retry);
    this.#warn(el("p", {}, text), retry, question && whom.phone && el("p", {}, `${texts.contact}\u202f: `, phone(whom.phone)));
    this.#tell("sb-error", { question, status: error.status ?? 0 });
  }

  async #judge(target) {
    const group = target.closest(".opinion");
    const id = group.dataset.id;
    const useful = target.dataset.useful === "true";
    try {
      await this.request("/api/v1/feedback", { body: { id, useful } });
    } catch (error) {
      return this.#fail(error, "");
    }
    for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === target));
    if (!group.querySelector("form")) group.append(commentForm(this.#start.texts, id));
    this.#say(this.#start.texts.thanks);
    group.scrollIntoView({ block: "nearest" });
    this.#tell("sb-feedback", { id, useful });
  }

  async #comment(form) {
    const id = form.closest(".opinion").dataset.id;
    const useful = form.parentNode.querySelector("[aria-pressed=true]").dataset.useful === "true";
    const comment = form.querySelector("textarea").value.trim();
    try {
      if (comment) await this.request("/api/v1/feedback", { body: { id, useful, comment } });
    } catch (error) {
      return this.#fail(error, "");
    }
    form.replaceWith(el("p", { class: "thanks", tabindex: "-1" }, this.#start.texts.thanks));
    this.#say(this.#start.texts.thanks);
  }

  #stop() {
    this.#asking?.abort();
    this.#asking = null;
  }

  // — what is kept: in this tab only, and only once something was said ————————————

  get #place() {
    return `${STORE} ${this.api}`;
  }

  #save() {
    try { sessionStorage.setItem(this.#place, JSON.stringify(this.#talk)); } catch { /* private mode, or full */ }
  }

  #resume() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(this.#place)); } catch { /* none that can be read */ }
    if (!Array.isArray(kept?.turns) || kept.turns.length === 0) return;
    const { texts } = this.#start;
    this.#talk = kept;
    this.#parts.welcome.hidden = true;
    this.#parts.log.append(...kept.turns.map(({ question, shown }) =>
      el("li", { class: "turn" }, asked(question, texts), replied(shown, texts))));
    this.#tellOnce();
  }

  // — small things ————————————————————————————————————————————————————————————————

  #transcript() {
    return transcript(this.#start, this.#talk.turns);
  }

  /** Print the conversation alone: a copy of it in the page, for the time of printing. */
  #print() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("[data-sb-print]{display:none}@media print{body>:not([data-sb-print]){display:none!important}[data-sb-print]{display:block}}");
    const paper = el("div", { "data-sb-print": true });
    const root = paper.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = this.shadowRoot.adoptedStyleSheets;
    const [title, ...head] = this.#transcript().split("\n\n")[0].split("\n");
    root.append(el("div", { class: "paper" }, el("h1", {}, title), head.map((line) => el("p", {}, line)),
      this.#parts.log.cloneNode(true)));
    document.body.append(paper);
    document.adoptedStyleSheets.push(sheet);
    window.addEventListener("afterprint", () => {
      paper.remove();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    }, { once: true });
    window.print();
  }

  #count(count) {
    const { suggestion, suggestions } = this.#start.texts;
    this.#say(count === 0 ? "" : count === 1 ? suggestion : suggestions.replace("{count}", String(count)), true);
  }

  /** Say something to screen readers, and show it unless it is `quiet`. */
  #say(text, quiet = false) {
    this.#parts.status.classList.toggle("spoken", quiet);
    this.#parts.status.textContent = text;
  }

  #warn(...content) {
    this.#parts.alert.replaceChildren(...content.filter(Boolean));
    this.#parts.alert.hidden = content.length === 0;
  }

  #tell(name, detail = null) {
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === "sb-question" });
    return this.dispatchEvent(event);
  }
}
