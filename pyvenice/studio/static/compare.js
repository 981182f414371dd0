// Compare: the original and up to four results, as slider, side by side, or difference.
import { byId, element, request } from "./api.js";
import { showSnippets } from "./cards.js";

const root = byId("compare");
const view = { mode: "slider", current: 0, synced: true, isBlind: false, moves: [] };
let candidates = [];

function start() {
  candidates = JSON.parse(root.dataset.cards).map((card) => ({ ...card, name: card.title }));
  addEventListener("keydown", onKey);
  for (const button of root.querySelectorAll("[data-mode]")) {
    button.addEventListener("click", () => setMode(button.dataset.mode));
  }
  byId("sync").addEventListener("click", toggleSync);
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  byId("zoom-reset").addEventListener("click", reset);
  byId("blind").addEventListener("click", toggleBlind);
  byId("split").addEventListener("input", showSplit);
  byId("copy").addEventListener("click", () => showSnippets(candidates[view.current].id));
  show();
}

function show() {
  byId("candidates").replaceChildren(...candidates.map((card, index) =>
    element("button", { type: "button", "aria-pressed": String(index === view.current), onclick: () => choose(index),
      text: `${index + 1} ${view.isBlind ? `Candidate ${letter(index)}` : `${card.title} · ${card.estimate}`}` })));
  if (candidates.length > 1) {
    byId("votes").replaceChildren("Which is best?", ...candidates.map((card, index) =>
      element("button", { type: "button", class: "quiet", onclick: () => vote(index), text: `${view.isBlind ? letter(index) : card.title} is best` })));
  }
  byId("copy").hidden = view.isBlind;
  const current = candidates[view.current];
  const original = current.images[0];
  view.moves = [];
  if (view.mode === "side") {
    byId("stages").className = "panes";
    byId("stages").replaceChildren(pane(original, "Original", 0),
      ...candidates.map((card, index) => pane(card.results[0], name(index), index + 1)));
  } else {
    byId("stages").className = "single";
    byId("stages").replaceChildren(stage(0, view.mode === "difference", [
      layer(original, "Original", ""), layer(current.results[0], name(view.current), "over"), element("span", { class: "bar" })]));
  }
  byId("split-line").hidden = view.mode !== "slider";
  for (const button of root.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === view.mode));
  }
  showSplit();
}

const letter = (index) => "ABCD"[index];
const name = (index) => (view.isBlind ? `Candidate ${letter(index)}` : candidates[index].title);

function layer(id, label, extra) {
  return element("div", { class: `layer ${extra}` }, element("img", { src: `/pictures/${id}`, alt: label, draggable: "false" }));
}

function pane(id, label, index) {
  return element("figure", {}, stage(index, false, [layer(id, label, "")]), element("figcaption", { text: label }));
}

function stage(index, isDifference, children) {
  const made = element("div", { class: `stage${isDifference ? " difference" : ""}`, tabindex: "0", role: "group",
    "aria-label": "Picture: plus and minus zoom, arrows move it" }, ...children);
  view.moves[index] = { x: 0, y: 0, scale: 1, node: made };
  made.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = made.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.15 : 0.87, index, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  made.addEventListener("pointerdown", (event) => made.setPointerCapture(event.pointerId));
  made.addEventListener("pointermove", (event) => { if (event.buttons) pan(event.movementX, event.movementY, index); });
  return made;
}

function each(index, change) {
  view.moves.forEach((move, at) => { if (view.synced || at === index) change(move); });
  for (const { x, y, scale, node } of view.moves) {
    for (const image of node.querySelectorAll("img")) image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }
}

function zoom(factor, index = focused(), x = null, y = null) {
  each(index, (move) => {
    const box = move.node.getBoundingClientRect();
    const [atX, atY] = [x ?? box.width / 2, y ?? box.height / 2];
    const scale = Math.min(Math.max(move.scale * factor, 1), 32);
    move.x = atX - ((atX - move.x) * scale) / move.scale;
    move.y = atY - ((atY - move.y) * scale) / move.scale;
    move.scale = scale;
    if (scale === 1) move.x = move.y = 0;
  });
}

function pan(x, y, index = focused()) {
  each(index, (move) => { move.x += x; move.y += y; });
}

function reset() {
  view.moves.forEach((move) => Object.assign(move, { x: 0, y: 0, scale: 1 }));
  each(0, () => {});
}

function focused() {
  const index = view.moves.findIndex((move) => move.node === document.activeElement);
  return Math.max(index, 0);
}

function showSplit() {
  byId("stages").style.setProperty("--split", `${byId("split").value}%`);
}

function setMode(mode) {
  view.mode = mode;
  show();
}

function choose(index) {
  if (index < candidates.length) {
    view.current = index;
    const kept = view.moves;
    show();
    each(0, (move) => { if (view.mode !== "side" && kept[0]) Object.assign(move, { x: kept[0].x, y: kept[0].y, scale: kept[0].scale }); });
  }
}

function toggleSync() {
  view.synced = !view.synced;
  byId("sync").setAttribute("aria-pressed", String(view.synced));
}

function toggleBlind() {
  view.isBlind = !view.isBlind;
  byId("blind").setAttribute("aria-pressed", String(view.isBlind));
  if (view.isBlind) {
    candidates = candidates.map((card) => [crypto.getRandomValues(new Uint32Array(1))[0], card])
      .sort((left, right) => left[0] - right[0]).map(([, card]) => card);
    view.current = 0;
    byId("verdict").textContent = "";
  }
  show();
}

async function vote(index) {
  const winner = candidates[index];
  const losers = candidates.filter((card) => card.id !== winner.id).map((card) => card.id);
  try {
    await request("/api/votes", { winner: winner.id, losers });
    const names = candidates.map((card, at) => `${letter(at)} is ${card.title}`).join(", ");
    byId("verdict").textContent = view.isBlind ? `Noted: you prefer ${letter(index)}. ${names}.` : `Noted: you prefer ${winner.title}.`;
    if (view.isBlind) toggleBlindOff();
  } catch (error) {
    byId("verdict").textContent = error.message;
  }
}

function toggleBlindOff() {
  view.isBlind = false;
  byId("blind").setAttribute("aria-pressed", "false");
  show();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("snippets").open) return;
  const isSlider = event.target === byId("split");
  const keys = {
    s: () => setMode("slider"), g: () => setMode("side"), d: () => setMode("difference"), z: toggleSync, b: toggleBlind,
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "0": reset,
    1: () => choose(0), 2: () => choose(1), 3: () => choose(2), 4: () => choose(3),
  };
  const isZoomed = view.moves.some((move) => move.scale > 1);
  const arrows = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
  if (arrows[event.key] && !isSlider) {
    event.preventDefault();
    if (isZoomed) pan(...arrows[event.key]);
    else if (view.mode === "slider" && arrows[event.key][0]) {
      byId("split").value = Number(byId("split").value) - Math.sign(arrows[event.key][0]) * 2;
      showSplit();
    }
    return;
  }
  const action = keys[event.key.toLowerCase()];
  if (action) {
    event.preventDefault();
    action();
  }
}

if (root) start();
