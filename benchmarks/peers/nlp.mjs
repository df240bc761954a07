// nlp.js on the trials of the standard input, as worker.py does for the others.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

console.log = () => {}; // it tells every epoch on the standard output
const require = createRequire(import.meta.url);
const { containerBootstrap } = require("@nlpjs/core");
const { Nlp } = require("@nlpjs/nlp");
const { LangFr } = require("@nlpjs/lang-fr");

async function run(trial) {
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangFr);
  const nlp = container.get("nlp");
  nlp.settings.autoSave = false;
  nlp.settings.log = false;
  nlp.addLanguage("fr");
  for (const [text, intent] of trial.train) nlp.addDocument("fr", text, intent);
  const start = performance.now();
  await nlp.train();
  const trained = (performance.now() - start) / 1000;
  const answers = [];
  for (const text of trial.texts) {
    const begin = process.hrtime.bigint();
    const found = await nlp.process("fr", text);
    const micros = Number(process.hrtime.bigint() - begin) / 1000;
    const ranked = found.classifications.filter((each) => each.intent !== "None");
    const score = found.classifications[0]?.intent === "None" ? 0 : found.score;
    answers.push([ranked.slice(0, 3).map((each) => each.intent), score, micros]);
  }
  return { train_s: trained, answers };
}

const trials = [];
for (const trial of JSON.parse(readFileSync(0, "utf8"))) trials.push(await run(trial));
// The usual count also remembers the process that started this one.
const status = "/proc/self/status";
const held = existsSync(status) && /VmHWM:\s*(\d+)/.exec(readFileSync(status, "utf8"));
const peak = (held ? Number(held[1]) : process.resourceUsage().maxRSS) / 1024;
process.stdout.write(JSON.stringify({ trials, peak_mb: peak }));
