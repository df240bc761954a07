import { ServiceBot } from "./service-bot.js";

// The class under its name, in a task of its own: a slow telephone has just read the page.
// A page that has its own `service-bot` keeps it.
setTimeout(() => customElements.get("service-bot") ?? customElements.define("service-bot", ServiceBot));
