// Settings: the sandbox on or off.
import { byId, request } from "./api.js";

byId("sandbox").addEventListener("change", async (event) => {
  try {
    await request("/api/sandbox", { sandbox: event.target.checked });
    location.reload();
  } catch (error) {
    byId("settings-error").textContent = error.message;
    event.target.checked = !event.target.checked;
  }
});
