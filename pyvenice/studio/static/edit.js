// The edit page: pictures, prompt, models, parameters, and the order that follows from them.
import { announce, byId, element, request } from "./api.js";
import { follow, showCard, showTexts } from "./cards.js";
import { openMaskEditor } from "./mask.js";

const form = byId("edit");
const state = { images: [], mask: null, models: [], params: {}, parent: null, found: null };
let asking = 0;

function order() {
  return {
    images: state.images.map((image) => image.id),
    mask: state.mask?.id ?? null,
    prompt: byId("prompt").value,
    models: state.models,
    params: state.params,
    parent: state.parent,
    full_size: byId("full-size").checked,
  };
}

async function refresh() {
  remember();
  if (!state.images.length) return;
  const turn = ++asking;
  try {
    const found = await request("/api/choices", order());
    if (turn !== asking) return;
    state.found = found;
    const fitting = new Set(found.models.map((model) => model.id));
    const kept = state.models.filter((id) => fitting.has(id));
    const isNew = kept.length !== state.models.length || !kept.length;
    state.models = kept.length ? kept : found.picks.slice(0, 1).map((pick) => pick.id);
    showModels(found);
    showFields(found);
    byId("order-error").textContent = "";
    if (isNew && state.models.length) return refresh();
    byId("go").textContent = found.button;
    byId("go").disabled = byId("copy").disabled = !state.models.length;
  } catch (error) {
    if (turn === asking) byId("order-error").textContent = error.message;
  }
}

function later() {
  clearTimeout(later.timer);
  later.timer = setTimeout(refresh, 250);
}

function choose(id, isChosen) {
  state.models = state.models.filter((known) => known !== id);
  if (isChosen) state.models.push(id);
  refresh();
}

function modelBox(id, name) {
  return element("input", { type: "checkbox", name, value: id, checked: state.models.includes(id),
    onchange: (event) => choose(id, event.target.checked) });
}

function keepFocus(change) {
  const active = document.activeElement;
  const { name, value } = active ?? {};
  change();
  if (!active?.isConnected && name) form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus();
}

function showModels(found) {
  const byModel = new Map(found.models.map((model) => [model.id, model]));
  keepFocus(() => {
    byId("picks").replaceChildren(element("legend", { text: "Recommended models" }), ...found.picks.map((pick) => {
      const model = byModel.get(pick.id);
      return element("label", { class: "pick" }, modelBox(pick.id, "pick"), ` ${pick.label}`,
        element("strong", { text: `${model.title} (${model.provider})` }),
        element("span", { class: "price", text: model.price }),
        element("span", { class: "facts", text: pick.reason, title: pick.why }),
        ...["tier", "time", "quality"].map((name) => element("span", { class: "facts", text: `${name}: ${model[name]}` })));
    }));
    if (!found.picks.length) byId("picks").append(element("p", { class: "hint", text: "No model fits: see below why." }));
    const wanted = byId("model-filter").value.toLowerCase();
    byId("models").replaceChildren(...found.models
      .filter((model) => `${model.id} ${model.title} ${model.tier}`.toLowerCase().includes(wanted))
      .map((model) => element("label", { title: model.source }, modelBox(model.id, "model"),
        element("span", { text: `${model.title} (${model.id})` }),
        element("span", { class: "price", text: `${model.price} · ${model.tier}` }))));
    byId("disqualified").replaceChildren(...found.disqualified.map((model) =>
      element("li", { text: `${model.title} (${model.id}) ${model.reasons.join(", ")}` })));
  });
  byId("fit-count").textContent = found.models.length;
  byId("out-count").textContent = found.disqualified.length;
  const warnings = found.models.filter((model) => state.models.includes(model.id))
    .flatMap((model) => model.warnings.map((text) => `${model.title}: ${text}`));
  byId("order-warnings").replaceChildren(...warnings.map((text) => element("li", { text })));
}

function showFields(found) {
  const chosen = found.models.filter((model) => state.models.includes(model.id));
  const fields = new Map();
  for (const model of chosen) {
    for (const field of model.fields) if (!fields.has(field.name)) fields.set(field.name, field);
  }
  const names = [...fields.keys()].join();
  byId("parameters").hidden = !fields.size;
  // The fields of the same models stay as they are, with the focus in them.
  if (byId("fields").dataset.names === names) return;
  byId("fields").dataset.names = names;
  byId("fields").replaceChildren(...[...fields.values()].map(fieldLabel));
}

function fieldLabel(field) {
  const set = (value) => {
    if (value === "" || value === null) delete state.params[field.name];
    else state.params[field.name] = value;
    later();
  };
  const given = state.params[field.name];
  const shown = field.default ?? "model's choice";
  let input;
  if (field.values.length || field.type === "boolean") {
    const values = field.type === "boolean" ? ["true", "false"] : field.values;
    input = element("select", { onchange: (event) => set(event.target.value) },
      element("option", { value: "", text: `default (${shown})` }),
      ...values.map((value) => element("option", { value, text: value, selected: String(given) === value })));
  } else {
    const isNumber = field.type !== "text";
    input = element("input", { type: isNumber ? "number" : "text", min: field.min, max: field.max,
      step: field.type === "number" ? "any" : null, value: given ?? "", placeholder: shown,
      oninput: (event) => set(event.target.value) });
  }
  return element("label", { title: field.note }, element("span", { text: field.label }), input);
}

async function addFiles(files) {
  byId("upload-error").textContent = "";
  for (const file of files) {
    try {
      addImage(await request(`/api/pictures?name=${encodeURIComponent(file.name)}`, file, { raw: true }));
    } catch (error) {
      byId("upload-error").textContent = `${file.name}: ${error.message}`;
    }
  }
}

function addImage(image) {
  if (state.images.some((known) => known.id === image.id)) return;
  state.images.push(image);
  announce(`${image.name || "picture"} added, ${image.width} by ${image.height} pixels`);
  showImages();
}

function showImages() {
  byId("inputs").replaceChildren(...state.images.map((image, index) => element("li", {},
    element("img", { src: `/pictures/${image.id}${image.size > 4e6 ? "/thumbnail" : ""}`, alt: `Picture ${index + 1}: ${image.name}` }),
    element("p", { class: "facts", text: facts(image) }),
    element("button", { type: "button", class: "quiet", text: `Remove ${image.name || "picture"}`, onclick: () => {
      state.images.splice(index, 1);
      if (index === 0) setMask(null);
      showImages();
    } }))));
  byId("mask-area").hidden = !state.images.length;
  refresh();
}

function facts(image) {
  const size = image.size > 1e6 ? `${(image.size / 1e6).toFixed(1)} MB` : `${Math.ceil(image.size / 1000)} kB`;
  return [image.type, `${image.width} × ${image.height}`, size,
    image.alpha ? "has transparency" : "no transparency",
    image.turned ? `turned by EXIF (${image.orientation})` : "upright"].join(" · ");
}

function setMask(mask) {
  state.mask = mask;
  byId("mask-state").textContent = mask ? `${mask.width} × ${mask.height}, white may change` : "none: the whole picture may change";
  byId("mask-remove").hidden = !mask;
  byId("mask-previews").hidden = !mask;
  if (mask) {
    byId("mask-previews").replaceChildren(...["white", "black", "transparent"].map((polarity) =>
      element("figure", {}, element("img", { src: `/pictures/${mask.id}/mask/${polarity}`, alt: `The mask in ${polarity}` }),
        element("figcaption", { text: `${polarity} is edited` }))));
  }
  refresh();
}

function remember() {
  const kept = { images: state.images, mask: state.mask, params: state.params, models: state.models,
    prompt: byId("prompt").value, parent: state.parent };
  sessionStorage.setItem("order", JSON.stringify(kept));
}

async function restore() {
  const start = form.dataset.start ? JSON.parse(form.dataset.start) : null;
  if (start) {
    history.replaceState(null, "", "/");
    const usesResult = form.dataset.useResult === "1";
    const ids = usesResult ? start.results.slice(0, 1) : start.images;
    state.images = await Promise.all(ids.map((id) => request(`/api/pictures/${id}`, null, { method: "GET" })));
    state.models = [start.model];
    state.params = start.params;
    state.parent = usesResult ? start.id : start.parent;
    if (!usesResult) {
      byId("prompt").value = start.prompt;
      if (start.mask) setMask(await request(`/api/pictures/${start.mask}`, null, { method: "GET" }));
    }
  } else {
    const kept = JSON.parse(sessionStorage.getItem("order") ?? "{}");
    Object.assign(state, { images: kept.images ?? [], models: kept.models ?? [], params: kept.params ?? {}, parent: kept.parent ?? null });
    byId("prompt").value = kept.prompt ?? "";
    if (kept.mask) setMask(kept.mask);
  }
  showImages();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("go").disabled = true;
  try {
    const { edits } = await request("/api/edits", order());
    edits.forEach((card) => showCard(card));
    announce(`${edits.length} queued`);
    byId("order-error").textContent = "";
  } catch (error) {
    byId("order-error").textContent = error.message;
  }
  byId("go").disabled = false;
});

byId("copy").addEventListener("click", async () => {
  try {
    showTexts(await request("/api/snippets", order()));
  } catch (error) {
    byId("order-error").textContent = error.message;
  }
});

const drop = byId("drop");
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
document.addEventListener("dragleave", () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  addFiles(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  if (event.clipboardData?.files.length) addFiles(event.clipboardData.files);
});
byId("files").addEventListener("change", (event) => {
  addFiles([...event.target.files]);
  event.target.value = "";
});
for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", async () => {
    try {
      addImage(await request(`/api/examples/${button.dataset.example}`));
    } catch (error) {
      byId("upload-error").textContent = error.message;
    }
  });
}
byId("prompt").addEventListener("input", later);
byId("full-size").addEventListener("change", refresh);
byId("model-filter").addEventListener("input", () => state.found && showModels(state.found));
byId("mask-open").addEventListener("click", () => openMaskEditor(state.images[0], state.mask, setMask));
byId("mask-remove").addEventListener("click", () => setMask(null));

for (const card of JSON.parse(byId("cards").dataset.recent)) showCard(card, { first: false });
follow(form.dataset.revision);
restore();
