// A Botium driver that talks to Rasa's REST channel at the address given: it says each
// line {"say"} or presses the button of the last reply called {"press"}, and answers with
// the texts and the buttons that it read: {"texts": [...], "buttons": [[title, payload]]}.
import { createInterface } from "node:readline";
import botium from "botium-core";

const { BotDriver } = botium;
const address = process.argv[2];

const driver = new BotDriver({
  PROJECTNAME: "servicebot",
  CONTAINERMODE: "simplerest",
  SIMPLEREST_PING_URL: `${address}/webhooks/rest/`,
  SIMPLEREST_URL: `${address}/webhooks/rest/webhook`,
  SIMPLEREST_METHOD: "POST",
  SIMPLEREST_HEADERS_TEMPLATE: { "Content-Type": "application/json" },
  SIMPLEREST_BODY_TEMPLATE: {
    sender: "{{botium.conversationId}}",
    message: "{{msg.messageText}}",
  },
  SIMPLEREST_BODY_JSONPATH: "$[*]",
  SIMPLEREST_RESPONSE_JSONPATH: "$.text",
  SIMPLEREST_BUTTONS_JSONPATH: "$.buttons[*]",
  SIMPLEREST_BUTTONS_TEXT_SUBJSONPATH: "$.title",
  SIMPLEREST_BUTTONS_PAYLOAD_SUBJSONPATH: "$.payload",
});

const container = await driver.Build();
await container.Start();
let buttons = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { say, press } = JSON.parse(line);
  const messageText = say ?? buttons.find(([title]) => title === press)[1];
  await container.UserSays({ messageText });
  const replies = [];
  do {
    replies.push(await container.WaitBotSays(null, replies.length ? 300 : 10000).catch(() => null));
  } while (replies.at(-1) !== null);
  replies.pop();
  buttons = replies.flatMap((reply) => (reply.buttons ?? []).map(({ text, payload }) => [text, payload]));
  console.log(JSON.stringify({ texts: replies.map((reply) => reply.messageText), buttons }));
}
await container.Stop();
await container.Clean();
