document.documentElement.classList.add("js");
const findings = [...document.querySelectorAll(".finding")];
const search = document.querySelector("input[type=search]");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const finding of findings) {
    const text = finding.textContent.toLowerCase();
    finding.hidden = !words.every((word) => text.includes(word));
  }
  for (const operation of document.querySelectorAll(".operation")) {
    operation.hidden = false;
    operation.hidden = [...operation.querySelectorAll(".finding")].every((one) => !one.checkVisibility());
  }
}

document.querySelector(".filters")?.addEventListener("input", filter);
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest(".proof").querySelector("pre").dataset.payload);
    button.textContent = "copied";
  });
}
