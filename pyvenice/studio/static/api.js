// Requests, small elements, and what a screen reader is told.

export async function request(path, body, { method = "POST", raw = false } = {}) {
  const options = method === "GET" ? {} : { method, body: raw ? body : JSON.stringify(body ?? {}) };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The studio does not answer: is it still running?");
  }
  const facts = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(facts.error ?? `The studio refused (${answer.status}).`);
  return facts;
}

export const get = (path) => request(path, null, { method: "GET" });

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "text") made.textContent = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function announce(text) {
  document.getElementById("announcement").textContent = text;
}

export const byId = (id) => document.getElementById(id);
