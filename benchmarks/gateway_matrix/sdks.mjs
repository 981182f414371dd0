// Reads requests as lines of JSON, asks with openai-node or the AI SDK, and writes what came back.
import { createInterface } from "node:readline";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import * as ai from "ai";
import OpenAI, { toFile } from "openai";

const generateImage = ai.generateImage ?? ai.experimental_generateImage;

async function askOpenAI(order, images, mask) {
  const client = new OpenAI({ baseURL: order.url, apiKey: order.key, maxRetries: 0, timeout: 60000 });
  const common = { model: order.model, prompt: order.prompt, ...order.fields };
  let result;
  if (order.route === "generations") {
    result = await client.images.generate(common);
  } else {
    const files = await Promise.all(
      images.map((data, number) => toFile(data, `${number}.png`, { type: "image/png" })),
    );
    const image = files.length === 1 ? files[0] : files;
    const masked = mask ? { mask: await toFile(mask, "mask.png", { type: "image/png" }) } : {};
    result = await client.images.edit({ ...common, image, ...masked });
  }
  if (!order.fields.stream) {
    const { data, ...rest } = result;
    const isUrl = data.every((item) => item.url);
    const images = data.filter((item) => item.b64_json || item.url).length;
    return { status: 200, images, is_url: isUrl, text: JSON.stringify(rest) };
  }
  const events = [];
  for await (const event of result) events.push({ ...event, b64_json: "" });
  return {
    status: 200,
    images: events.filter((event) => event.type.endsWith(".completed")).length,
    partials: events.filter((event) => event.type.endsWith(".partial_image")).length,
    text: JSON.stringify(events),
  };
}

async function askAI(order, images, mask) {
  const provider = createOpenAICompatible({ name: "gateway", baseURL: order.url, apiKey: order.key });
  const { n = 1, size, ...rest } = order.fields;
  const result = await generateImage({
    model: provider.imageModel(order.model),
    prompt: images.length
      ? { text: order.prompt, images: images.map((data) => new Uint8Array(data)), ...(mask ? { mask: new Uint8Array(mask) } : {}) }
      : order.prompt,
    n,
    ...(size ? { size } : {}),
    maxRetries: 0,
    providerOptions: { gateway: rest },
  });
  return { status: 200, images: result.images.length, text: JSON.stringify(result.warnings ?? []) };
}

function failure(error) {
  let body = error.error;
  try {
    body ??= JSON.parse(error.responseBody).error;
  } catch {
    body = null;
  }
  const shaped = body && body.message ? body : null;
  return { status: error.status ?? error.statusCode ?? 0, error: shaped, text: String(error.message).slice(0, 500) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const images = order.images.map((data) => Buffer.from(data, "base64"));
  const mask = order.mask ? Buffer.from(order.mask, "base64") : null;
  const ask = order.client === "ai" ? askAI : askOpenAI;
  const answer = await ask(order, images, mask).catch(failure);
  console.log(JSON.stringify(answer));
}
