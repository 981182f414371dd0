// The mask editor: one canvas of the size of the picture, opaque where the picture may change.
// What was drawn is a list of steps, so that undo keeps no second bitmap of the picture's size.
import { byId, request } from "./api.js";

const canvas = byId("mask-canvas");
const stage = byId("mask-stage");
const dialog = byId("mask-dialog");
const colour = "#ff2d55";
const editor = { steps: [], tool: "brush", drawing: null, cross: null, done: null };
let context;

export function openMaskEditor(image, mask, done) {
  editor.done = done;
  editor.steps = [];
  canvas.width = image.width;
  canvas.height = image.height;
  context = canvas.getContext("2d");
  byId("mask-image").src = `/pictures/${image.id}`;
  const scale = Math.min(640 / image.width, 400 / image.height);
  byId("mask-image").style.width = scale > 1 ? `${Math.round(image.width * scale)}px` : "";
  byId("mask-size").max = Math.max(64, Math.round(Math.max(image.width, image.height) / 3));
  byId("mask-size").value = Math.max(8, Math.round(Math.max(image.width, image.height) / 20));
  editor.cross = [image.width / 2, image.height / 2];
  if (mask) importMask(`/pictures/${mask.id}`);
  redraw();
  dialog.showModal();
  stage.focus();
}

function add(step) {
  editor.steps.push(step);
  apply(step);
  showShare();
}

function redraw() {
  context.clearRect(0, 0, canvas.width, canvas.height);
  editor.steps.forEach(apply);
  showShare();
}

function apply(step) {
  context.save();
  context.fillStyle = context.strokeStyle = colour;
  if (step.kind === "invert") {
    context.globalCompositeOperation = "source-out";
    context.fillRect(0, 0, canvas.width, canvas.height);
  } else if (step.kind === "rectangle") {
    const [x, y] = step.from;
    context.fillRect(Math.min(x, step.to[0]), Math.min(y, step.to[1]), Math.abs(step.to[0] - x), Math.abs(step.to[1] - y));
  } else if (step.kind === "import") {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(step.bitmap, 0, 0, canvas.width, canvas.height);
  } else if (step.kind === "clear") {
    context.clearRect(0, 0, canvas.width, canvas.height);
  } else {
    context.globalCompositeOperation = step.kind === "eraser" ? "destination-out" : "source-over";
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = step.size;
    context.beginPath();
    context.moveTo(...step.points[0]);
    for (const point of step.points) context.lineTo(...point);
    context.stroke();
  }
  context.restore();
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
}

function begin(point) {
  const size = Number(byId("mask-size").value);
  editor.drawing = editor.tool === "rectangle"
    ? { kind: "rectangle", from: point.map(Math.round), to: point.map(Math.round) }
    : { kind: editor.tool, size, points: [point] };
  editor.steps.push(editor.drawing);
  redraw();
}

function move(point) {
  const step = editor.drawing;
  if (!step) return;
  if (step.kind === "rectangle") step.to = point.map(Math.round);
  else step.points.push(point);
  if (step.kind === "rectangle") redraw();
  else apply({ ...step, points: step.points.slice(-2) });
}

function finish() {
  if (!editor.drawing) return;
  editor.drawing = null;
  // The whole stroke at once: where its pieces meet, edges would be drawn twice.
  redraw();
}

function showShare() {
  clearTimeout(showShare.timer);
  showShare.timer = setTimeout(() => {
    const width = 64, height = 64;
    const small = new OffscreenCanvas(width, height).getContext("2d");
    small.drawImage(canvas, 0, 0, width, height);
    const pixels = small.getImageData(0, 0, width, height).data;
    let sum = 0;
    for (let at = 3; at < pixels.length; at += 4) sum += pixels[at];
    byId("mask-share").textContent = `about ${Math.round(sum / 2.55 / (width * height))} % may change`;
  }, 200);
}

async function importMask(source) {
  const blob = typeof source === "string" ? await (await fetch(source)).blob() : source;
  const bitmap = await createImageBitmap(blob);
  // White, or where there is transparency: transparent pixels.
  const whole = new OffscreenCanvas(canvas.width, canvas.height);
  const own = whole.getContext("2d");
  own.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const picture = own.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = picture.data;
  let isTransparent = false;
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] < 255) { isTransparent = true; break; }
  for (let at = 0; at < pixels.length; at += 4) {
    const amount = isTransparent ? 255 - pixels[at + 3] : Math.round(0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2]);
    pixels[at] = 255; pixels[at + 1] = 45; pixels[at + 2] = 85; pixels[at + 3] = amount;
  }
  own.putImageData(picture, 0, 0);
  add({ kind: "import", bitmap: whole });
}

async function exported() {
  // White over black on the same canvas, which is drawn anew afterwards: no second bitmap.
  context.save();
  context.globalCompositeOperation = "source-in";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.restore();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  redraw();
  return blob;
}

async function use() {
  try {
    const mask = await request("/api/pictures?mask=1", await exported(), { raw: true });
    editor.done(mask);
    dialog.close();
  } catch (error) {
    byId("mask-share").textContent = error.message;
  }
}

function setTool(tool) {
  editor.tool = tool;
  for (const button of dialog.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  }
}

function undo() {
  editor.steps.pop();
  redraw();
}

function showCross() {
  const cross = byId("mask-cross");
  cross.hidden = false;
  cross.style.left = `${(100 * editor.cross[0]) / canvas.width}%`;
  cross.style.top = `${(100 * editor.cross[1]) / canvas.height}%`;
}

const keys = {
  b: () => setTool("brush"), e: () => setTool("eraser"), r: () => setTool("rectangle"),
  i: () => add({ kind: "invert" }), z: undo,
};
const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

dialog.addEventListener("keydown", (event) => {
  if (event.target.matches("input[type=range]")) return;
  const action = keys[event.key.toLowerCase()];
  if (action) {
    event.preventDefault();
    action();
  }
});
stage.addEventListener("keydown", (event) => {
  const step = (canvas.width / 100) * (event.shiftKey ? 5 : 1);
  if (moves[event.key]) {
    event.preventDefault();
    editor.cross = editor.cross.map((at, axis) =>
      Math.min(Math.max(at + moves[event.key][axis] * step, 0), axis ? canvas.height : canvas.width));
    showCross();
    move(editor.cross);
  } else if (event.key === " ") {
    event.preventDefault();
    if (!editor.drawing) begin(editor.cross);
  }
});
stage.addEventListener("keyup", (event) => { if (event.key === " ") finish(); });
stage.addEventListener("pointerdown", (event) => {
  stage.setPointerCapture(event.pointerId);
  begin(place(event));
});
stage.addEventListener("pointermove", (event) => { if (event.buttons) move(place(event)); });
stage.addEventListener("pointerup", finish);
stage.addEventListener("pointercancel", finish);
for (const button of dialog.querySelectorAll("[data-tool]")) button.addEventListener("click", () => setTool(button.dataset.tool));
byId("mask-invert").addEventListener("click", () => add({ kind: "invert" }));
byId("mask-undo").addEventListener("click", undo);
byId("mask-clear").addEventListener("click", () => add({ kind: "clear" }));
byId("mask-import").addEventListener("change", (event) => {
  if (event.target.files[0]) importMask(event.target.files[0]);
  event.target.value = "";
});
byId("mask-done").addEventListener("click", use);
byId("mask-cancel").addEventListener("click", () => dialog.close());
