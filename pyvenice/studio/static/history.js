// History: the cards of the page, kept current; what others begin meanwhile is not added here.
import { byId } from "./api.js";
import { follow, showCard } from "./cards.js";

for (const card of JSON.parse(byId("cards").dataset.recent)) showCard(card, { first: false });
follow(byId("cards").dataset.revision, () => false);
