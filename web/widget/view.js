// What is shown, as elements: a reply's words become text nodes, never markup.

/** Colon and space as French wants them: a narrow no-break space before. */
const COLON = "\u202f: ";
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H12l-5 4.5V16h-.5A2.5 2.5 0 0 1 4 13.5zM8 8h8M8 11.5h5",
  close: "M6 6l12 12M18 6L6 18",
  options: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  agent: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-3.6 3.7-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  fold: "M7 10l5 5 5-5",
};

/**
 * Make an element; `false` and null attributes and children are left out.
 * @param {string} tag
 * @param {Record<string, string | boolean | null | undefined>} attributes
 * @param {...any} children texts, nodes, or lists of them
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== false && child != null));
  return node;
}

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

/** Text for screen readers alone. */
export const spoken = (text) => el("span", { class: "spoken" }, text);

/** A button that the element's one listener hears by its `data-do`. */
export const button = (action, attributes, ...children) =>
  el("button", { type: "button", "data-do": action, ...attributes }, children);

/** A button that asks a question. */
const asking = (title, question) =>
  el("li", {}, button("ask", { class: "choice", "data-ask": question }, title));

export const choices = (list, label) =>
  list.length > 0 && [
    el("p", { class: "label" }, label),
    el("ul", { class: "choices" }, list.map((one) => asking(one.title, one.question))),
  ];

/** A link, or plain text where the address is not one of the web's. */
function link(url, title, attributes = {}) {
  if (!/^https?:\/\//i.test(url ?? "")) return el("cite", {}, title);
  return el("a", { href: url, target: "_top", ...attributes }, title);
}

export const phone = (number, title = number) =>
  el("a", { class: "phone", href: `tel:${number.replace(/[^\d+]/g, "")}` }, title);

const state = (one) =>
  one.state_text && el("p", { class: `state ${one.state}` }, one.state_text);

/** The question as it stands in the transcript. */
export const asked = (question, texts) =>
  el("p", { class: "asked" }, spoken(texts.you + COLON), question);

/** All of a reply: sentences, cards, sources, choices, and whether it helped. */
export function replied(shown, texts) {
  return el("div", { class: `reply ${shown.kind}` },
    shown.paragraphs.map((text, index) =>
      el("p", {}, index === 0 && spoken(texts.assistant + COLON), text)),
    shown.numbers.length > 0 && el("ul", { class: "calls" }, shown.numbers.map((number) =>
      el("li", {}, phone(number, texts.call.replace("{number}", number))))),
    shown.notices.map((text) => el("p", { class: "caution notice" }, text)),
    shown.answers.map((answer) => details(answer, texts)),
    shown.contact && contact(shown.contact, texts, shown.missed ? texts.misses : texts.contact),
    choices(shown.choices, shown.kind === "clarification" ? texts.choices : texts.more),
    ["answer", "fallback"].includes(shown.kind) && opinion(shown, texts),
  );
}

/** Whom to ask instead, and whether they are there now. */
export const contact = (one, texts, label) =>
  el("div", { class: "card contact" },
    el("p", { class: "label" }, label),
    el("p", { class: "name" }, one.name),
    state(one),
    one.address && el("p", {}, one.address),
    one.phone && el("p", {}, phone(one.phone)),
    el("p", {}, link(one.url, new URL(one.url).host)),
  );

function details(answer, texts) {
  const sources = answer.sources.map((source, index) => [
    index > 0 && "\u202f; ",
    link(source.url, source.title), `, ${source.publisher} (${source.date})`,
  ]);
  return [
    answer.caution && el("p", { class: "caution" },
      el("strong", {}, texts.caution + COLON), answer.caution),
    answer.place && place(answer.place, texts),
    answer.links.length > 0 && [
      el("p", { class: "label" }, texts.links),
      el("ul", { class: "links" }, answer.links.map((one) => el("li", {}, link(one.url, one.title)))),
    ],
    sources.length > 0 && el("p", { class: "sources" },
      (sources.length > 1 ? texts.sources : texts.source) + COLON, sources),
  ];
}

const place = (one, texts) =>
  el("div", { class: "card" },
    el("p", { class: "name" }, one.name),
    state(one),
    one.holiday && el("p", {}, one.holiday),
    one.address && el("p", {}, spoken(texts.address + COLON), one.address),
    one.phone && el("p", {}, spoken(texts.phone + COLON), phone(one.phone)),
    one.week.length > 0 && week(one.week, texts),
    el("p", { class: "dated" }, one.as_of),
  );

const week = (days, texts) =>
  el("table", {},
    el("caption", {}, texts.week),
    el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, texts.week_day), el("th", { scope: "col" }, texts.week_hours))),
    el("tbody", {}, days.map((day) => el("tr", { class: day.today && "today" },
      el("th", { scope: "row" }, day.day, day.today && el("span", { class: "mark" }, ` (${texts.today})`)),
      el("td", {}, day.hours.map((span, index) => [index > 0 && ", ", el("span", { class: "span" }, span)]),
        day.note && el("span", { class: "mark" }, ` (${day.note})`)),
    ))),
  );

/** Did it help? Two buttons, and a comment for who wants to say more. */
const opinion = (shown, texts) =>
  el("div", { class: "opinion", role: "group", "aria-label": texts.feedback, "data-id": shown.id },
    el("span", { "aria-hidden": "true" }, texts.feedback),
    button("judge", { "data-useful": "true", "aria-pressed": "false" }, texts.useful),
    button("judge", { "data-useful": "false", "aria-pressed": "false" }, texts.useless),
  );

export const commentForm = (texts, id) =>
  el("form", { class: "comment", "data-do": "comment" },
    el("label", { for: `comment-${id}` }, texts.comment),
    el("textarea", { id: `comment-${id}`, maxlength: "200", rows: "2", "aria-describedby": `hint-${id}` }),
    el("p", { class: "hint", id: `hint-${id}` }, texts.comment_hint),
    el("button", {}, texts.comment_send),
  );

/** The conversation as plain text, the contact and the date on top. */
export function transcript({ town, texts, contact: whom }, turns) {
  const date = new Date().toLocaleDateString("fr-FR", { dateStyle: "long" });
  const head = [
    texts.transcript.replace("{town}", town).replace("{date}", date),
    texts.robot,
    [texts.contact + COLON + whom.name, whom.address, whom.phone, whom.url].filter(Boolean).join(", "),
  ];
  const body = turns.flatMap(({ question, shown }) => [
    "",
    texts.you + COLON + question,
    texts.assistant + COLON + shown.paragraphs.join("\n"),
    ...shown.answers.flatMap((answer) => [
      ...(answer.caution ? [texts.caution + COLON + answer.caution] : []),
      ...answer.sources.map((one) => `${texts.source}${COLON}${one.title}, ${one.publisher} (${one.date})`),
    ]),
  ]);
  return [...head, ...body].join("\n");
}
