// The table of people: check marks for a whole page, and statuses that change by themselves.

const boxes = (form) => [...form.querySelectorAll('input[name="id"]')];

// Says how many have a check mark, and shows the box that sets them all.
function count(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-all]");
  if (head) {
    head.hidden = false;
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const words = form.querySelector("[data-chosen]");
  if (words) {
    words.dataset.none ??= words.textContent;
    words.textContent = chosen > 0 ? words.dataset.chosen + " " + chosen : words.dataset.none;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(".everyone form");
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    for (const box of boxes(form)) box.checked = event.target.checked;
  }
  if (event.target.matches('[data-all], [name="id"]') && !event.target.checked) {
    const everyone = form.querySelector("[data-everyone]");
    if (everyone) everyone.checked = false;
  }
  if (event.target.matches("[data-everyone]")) {
    for (const box of boxes(form)) box.checked = event.target.checked;
  }
  count(form);
});

let live = null;

// Listens to the server for as long as it has something to say about the people on this page.
function listen() {
  const region = document.querySelector("[data-live]");
  const place = region ? region.dataset.live : "";
  if (live && live.place === place) return;
  if (live) live.source.close();
  live = null;
  if (!place) return;
  const source = new EventSource(place);
  live = { place, source };
  source.addEventListener("standing", (event) => {
    const row = document.createElement("template");
    row.innerHTML = "<table><tbody><tr>" + event.data + "</tr></tbody></table>";
    const fresh = row.content.querySelector("td");
    const old = fresh && document.getElementById(fresh.id);
    if (old && old.innerHTML !== fresh.innerHTML) old.replaceWith(fresh);
  });
  source.addEventListener("counts", (event) => {
    for (const line of event.data.split("\n")) {
      const [name, count] = line.split(" ");
      const shown = document.querySelector(`[data-count="${name}"]`);
      if (shown && shown.textContent !== count) shown.textContent = count;
    }
  });
  source.addEventListener("progress", (event) => {
    const card = document.querySelector("[data-sending]");
    if (!card) return;
    const [left, most] = event.data.split(" ");
    card.hidden = false;
    const bar = card.querySelector("progress");
    bar.max = most;
    bar.value = left;
  });
  source.addEventListener("words", (event) => {
    const words = document.getElementById("sending-words");
    if (words && words.textContent !== event.data) words.textContent = event.data;
  });
  source.addEventListener("end", () => source.close());
}

function begin() {
  for (const form of document.querySelectorAll(".everyone form")) count(form);
  listen();
}
document.addEventListener("DOMContentLoaded", () => {
  begin();
  // Searching puts another table in the place of this one.
  const main = document.getElementById("main");
  if (main) new MutationObserver(begin).observe(main, { childList: true });
});
window.addEventListener("pagehide", () => {
  if (live) live.source.close();
  live = null;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) begin();
});
