// Contracts: a check now, the findings of checks, and the timeline of a pin when it is opened.
import { announce, element, get, request } from "./api.js";

function findingsList(findings) {
  if (!findings.length) return element("p", { class: "hint", text: "no change that matters" });
  return element("ul", { class: "findings" }, ...findings.map((finding) => element("li", {},
    element("strong", { class: `level-${finding.level}`, text: finding.level }), ` ${finding.operation}: ${finding.message}`,
    finding.calls.length ? element("p", {}, "Affects ", element("code", { text: finding.calls.join(", ") }), ` ${finding.advice.join(" ")}`) : null,
    finding.witness ? element("p", {}, "Proved by ", element("code", { text: finding.witness })) : null)));
}

function timelineStep(step) {
  const levels = [...new Set(step.findings.map((finding) => finding.level))]
    .map((level) => `${step.findings.filter((finding) => finding.level === level).length} ${level}`);
  const about = [step.date, step.name, step.version && `version ${step.version}`].filter(Boolean).join(" · ");
  return element("li", {}, element("details", {},
    element("summary", { text: `${about}: ${step.error ? "could not be read" : levels.join(", ") || "no change that matters"}` }),
    step.error ? element("p", { class: "error", text: step.error }) : findingsList(step.findings)));
}

async function showTimeline(node) {
  if (!node.open || node.dataset.read) return;
  node.dataset.read = "1";
  const place = node.querySelector("p");
  try {
    const { steps, reason } = await get(`/api/contracts/${encodeURIComponent(node.dataset.timeline)}/timeline`);
    place.replaceWith(reason ? element("p", { text: reason }) : element("ol", { class: "timeline" }, ...steps.map(timelineStep)));
  } catch (error) {
    place.textContent = error.message;
    delete node.dataset.read;
  }
}

for (const node of document.querySelectorAll("[data-findings]")) {
  const findings = JSON.parse(node.dataset.findings);
  if (findings.length) node.append(findingsList(findings));
}
for (const node of document.querySelectorAll("[data-timeline]")) {
  node.addEventListener("toggle", () => showTimeline(node));
}
for (const button of document.querySelectorAll("[data-check]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    announce(`checking ${button.dataset.check}`);
    try {
      await request(`/api/contracts/${button.dataset.check}`);
      location.reload();
    } catch (error) {
      button.closest("section").querySelector("[role=alert]").textContent = error.message;
      button.disabled = false;
    }
  });
}
