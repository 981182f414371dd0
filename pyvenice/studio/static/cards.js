// Cards: one for each edit, kept current by the studio's events.
import { announce, byId, element, get, request } from "./api.js";

const known = new Map();
let compared = [];

export function showCard(card, { first = true } = {}) {
  const list = byId("cards");
  const before = known.get(card.id);
  const made = render(card);
  if (before) before.node.replaceWith(made);
  else if (first) list.prepend(made);
  else list.append(made);
  known.set(card.id, { card, node: made });
  if (before && before.card.state !== card.state) announce(`${card.title}: ${card.state}`);
}

export function follow(revision, isShown = () => true) {
  const events = new EventSource(`/api/events?after=${revision}`);
  events.addEventListener("message", (event) => {
    const card = JSON.parse(event.data);
    if (known.has(card.id) || isShown(card)) showCard(card);
  });
  // The stream holds one of the browser's six connections: give it up when the page goes.
  addEventListener("pagehide", () => events.close());
}

function render(card) {
  const pictures = card.results.length ? card.results : card.images.slice(0, 1);
  const isUnfinished = card.results.length > 0 && ["running", "cancelled", "unknown"].includes(card.state);
  const label = `${isUnfinished ? "Unfinished result" : card.results.length ? "Result" : "Input"} of ${card.title}`;
  return element("article", { class: "card", "data-edit": card.id, "aria-label": `${card.title}: ${card.state}` },
    element("div", { class: "thumbs" }, ...pictures.map((id) =>
      element("a", { href: `/pictures/${id}`, target: "_blank" },
        element("img", { src: `/pictures/${id}/thumbnail`, alt: label, loading: "lazy" })))),
    element("h3", { text: card.title }),
    element("p", {}, element("span", { class: `state state-${card.state}`, text: card.state }),
      card.seconds === null ? "" : ` · ${card.seconds} s`, isUnfinished ? " · unfinished picture" : ""),
    element("p", { text: card.prompt }),
    element("p", { class: "facts", text: `estimated ${card.estimate}${card.billed ? ` · billed ${card.billed}` : ""}`, title: card.cost_source }),
    card.error ? element("p", { class: "error", text: card.error }) : null,
    card.warnings.length ? element("ul", { class: "warnings" }, ...card.warnings.map((text) => element("li", { text }))) : null,
    card.kept ? element("p", { class: "facts", text: `kept as ${card.kept}` }) : null,
    actions(card));
}

function actions(card) {
  const act = (text, onclick, more = {}) => element("button", { type: "button", text, onclick, ...more });
  const call = (what) => async () => {
    try {
      await request(`/api/edits/${card.id}/${what}`);
    } catch (error) {
      announce(error.message);
    }
  };
  if (["queued", "running"].includes(card.state)) {
    return element("div", { class: "actions" }, act("Cancel", call("cancel")));
  }
  const hasResult = card.results.length > 0;
  return element("div", { class: "actions" },
    hasResult ? act(card.kept ? "Keep again" : "Keep", call("keep")) : null,
    hasResult ? element("a", { class: "button", href: `/?from=${card.id}&use=result`, text: "Edit this result" }) : null,
    hasResult ? compareBox(card) : null,
    element("a", { class: "button", href: `/?from=${card.id}`, text: "Run again" }),
    act(card.favourite ? "★ Favourite" : "☆ Favourite", call("favourite"), { "aria-pressed": String(card.favourite) }),
    element("a", { class: "button", href: `/batch?${new URLSearchParams({ model: card.model, prompt: card.prompt })}`, text: "Use on many…" }),
    act("Copy as…", () => showSnippets(card.id)),
    card.parent ? act("Chain", () => showChain(card.id)) : null);
}

function compareBox(card) {
  const box = element("input", { type: "checkbox", checked: compared.includes(card.id) });
  box.addEventListener("change", () => {
    compared = compared.filter((id) => id !== card.id);
    if (box.checked) compared.push(card.id);
    const link = byId("compare-link");
    link.hidden = compared.length === 0;
    link.href = `/compare?edits=${compared.slice(-4).join(",")}`;
    link.textContent = `Compare ${Math.min(compared.length, 4)}`;
  });
  return element("label", { class: "button" }, box, " compare");
}

export async function showSnippets(id) {
  showTexts(await get(`/api/edits/${id}/snippets`));
}

export function showTexts({ texts, files }) {
  const links = Object.entries(files).flatMap(([name, picture]) => [" ", element("a", { href: `/pictures/${picture}`, download: name, text: name })]);
  byId("snippet-list").replaceChildren(element("p", {}, "Files:", ...links), ...Object.entries(texts).map(([name, text]) =>
    element("section", {}, element("h3", { text: name }),
      element("pre", { tabindex: "0", "aria-label": `Copy as ${name}` }, element("code", { text })),
      element("button", { type: "button", text: `Copy as ${name}`, onclick: async () => {
        await navigator.clipboard.writeText(text);
        announce(`Copied as ${name}`);
      } }))));
  byId("snippets").showModal();
}

async function showChain(id) {
  const { chain } = await get(`/api/edits/${id}`);
  const steps = chain.flatMap((step) => [
    element("figure", {}, element("img", { src: `/pictures/${step.images[0]}/thumbnail`, alt: "" }),
      element("figcaption", { text: `${step.title}: ${step.prompt}` })),
  ]);
  const last = chain.at(-1);
  if (last.results[0]) steps.push(element("figure", {}, element("img", { src: `/pictures/${last.results[0]}/thumbnail`, alt: "" }), element("figcaption", { text: "result" })));
  byId("snippet-list").replaceChildren(element("h3", { text: "Chain" }), element("div", { class: "previews" }, ...steps));
  byId("snippets").showModal();
}
