import { ServiceBot } from "./service-bot.js";

// The class under its name; a page that has its own `service-bot` keeps it.
if (!customElements.get("service-bot")) customElements.define("service-bot", ServiceBot);
