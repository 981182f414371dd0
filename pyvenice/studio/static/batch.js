// Batch: pictures are planned, confirmed with their cost, run, and what is left over settled.
import { announce, byId, element, get, request } from "./api.js";

const images = [];
const batches = new Map();

async function upload(files) {
  byId("batch-error").textContent = "";
  byId("batch-plan").disabled = true;
  for (const file of files) {
    try {
      images.push((await request(`/api/pictures?name=${encodeURIComponent(file.name)}`, file, { raw: true })).id);
    } catch (error) {
      byId("batch-error").textContent = `${file.name}: ${error.message}`;
    }
    byId("batch-count").textContent = `${images.length} pictures`;
  }
  byId("batch-plan").disabled = !images.length;
}

function show(batch, { first = false } = {}) {
  const before = batches.get(batch.id);
  const node = render(batch);
  if (before) before.replaceWith(node);
  else if (first) byId("batches").prepend(node);
  else byId("batches").append(node);
  batches.set(batch.id, node);
  if (batch.is_running) setTimeout(() => act(batch.id), 700);
}

function render(batch) {
  const { counts } = batch;
  const done = (counts.done ?? 0) + (counts.dead ?? 0) + (counts.held ?? 0);
  const isLeft = done < batch.items;
  const button = (text, action, more = {}) => element("button", { type: "button", text, onclick: () => act(batch.id, action), ...more });
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`).join(", ");
  return element("article", { class: "card", "aria-label": `Batch of ${batch.created}` },
    element("h3", { text: `${batch.rows} pictures · ${batch.model}` }),
    element("p", { text: batch.prompt }),
    element("p", { class: "facts", text: `planned ${batch.created} · est. ${batch.cost}${batch.unknown ? ` + ${batch.unknown} of unknown price` : ""} · at least ${batch.minutes} min: ${batch.binding}` }),
    element("progress", { max: batch.items, value: done, "aria-label": "Done" }),
    element("p", { text: `${states} · spent ${batch.sandbox ? "nothing (sandbox)" : batch.spent}` }),
    batch.error ? element("p", { class: "error", text: batch.error }) : null,
    element("div", { class: "actions" },
      isLeft && !batch.is_running ? button(`${done ? "Go on" : "Run"} — est. ${batch.cost}${batch.sandbox ? " (sandbox: not billed)" : ""}`, "run", { class: "primary" }) : null,
      batch.is_running ? element("span", { class: "state state-running", text: "running" }) : null,
      element("button", { type: "button", text: "Copy as CLI", onclick: async () => {
        await navigator.clipboard.writeText(batch.command);
        announce("Copied as CLI");
      } }),
      element("a", { class: "button", href: `/batch/${batch.id}/contact-sheet`, target: "_blank", text: "Contact sheet" }),
      counts.dead && !batch.is_running ? button(`Plan ${counts.dead} dead again`, "retry-dead") : null,
      counts.held && !batch.is_running ? button(`Buy ${counts.held} held again`, "buy-held") : null,
      counts.held && !batch.is_running ? button(`Give ${counts.held} held up`, "give-up-held") : null));
}

async function act(id, action = null) {
  try {
    const batch = action ? await request(`/api/batches/${id}/${action}`) : await get(`/api/batches/${id}`);
    show(batch);
    if (!batch.is_running && !action) announce(`The batch has ended: ${JSON.stringify(batch.counts)}`);
  } catch (error) {
    byId("batch-error").textContent = error.message;
  }
}

byId("batch-files").addEventListener("change", (event) => upload([...event.target.files]));
byId("new-batch").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const order = { images, model: byId("batch-model").value, prompt: byId("batch-prompt").value };
    show(await request("/api/batches", order), { first: true });
    byId("batch-error").textContent = "";
  } catch (error) {
    byId("batch-error").textContent = error.message;
  }
});
const given = new URLSearchParams(location.search);
byId("batch-prompt").value = given.get("prompt") ?? "";
if ([...byId("batch-model").options].some((option) => option.value === given.get("model"))) byId("batch-model").value = given.get("model");
for (const batch of JSON.parse(byId("batches").dataset.batches)) show(batch);
