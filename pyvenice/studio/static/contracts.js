// Contracts: a check now, and the page anew with what it has found.
import { announce, request } from "./api.js";

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
