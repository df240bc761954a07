// Answers each line {"expression", "from", "to"} (local time) with the spans, in local
// time, that the npm package opening_hours finds: [[from, to, "open" or "unknown"], …].
import { createInterface } from "node:readline";
import OpeningHours from "opening_hours";

const two = (number) => String(number).padStart(2, "0");
const local = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
  `T${two(date.getHours())}:${two(date.getMinutes())}`;

for await (const line of createInterface({ input: process.stdin })) {
  const { expression, from, to } = JSON.parse(line);
  const spans = new OpeningHours(expression, null)
    .getOpenIntervals(new Date(from), new Date(to))
    .map(([start, end, unknown]) => [
      local(start),
      local(end),
      unknown ? "unknown" : "open",
    ]);
  console.log(JSON.stringify(spans));
}
