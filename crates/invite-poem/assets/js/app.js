// What pages do beyond plain HTML. Every page works without it; it only makes things quicker.

// A double click sends a form once. Coming back to the page makes its buttons work again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  // What goes into a frame, such as a preview, may be asked for again and again.
  if (event.submitter?.formTarget) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A preview follows what is typed. Each one comes in a frame of its own, which takes the place of the
// one before once it is there: nothing flickers, and the way back stays short.
let previewTimer;
let previews = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-preview]");
  if (!form) return;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(() => showPreview(form), 400);
});
function showPreview(form) {
  const button = form.querySelector("button[formtarget]");
  const name = form.dataset.preview;
  const shown = document.querySelector(`iframe[name="${name}"]`);
  if (!button || !shown) return;
  for (const late of document.querySelectorAll("iframe.coming")) late.remove();
  const next = shown.cloneNode();
  next.removeAttribute("src");
  next.classList.add("coming");
  next.name = `${name}-${(previews += 1)}`;
  shown.after(next);
  next.addEventListener("load", () => {
    if (!next.isConnected) return;
    shown.remove();
    next.name = name;
    next.classList.remove("coming");
  }, { once: true });
  button.formTarget = next.name;
  form.requestSubmit(button);
  button.formTarget = name;
}
// An open menu closes on Escape, on a click elsewhere and when the keyboard leaves it.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A mail that is looked at before it leaves shows itself within the page; without scripts its button
// opens it in a tab of its own.
for (const form of document.querySelectorAll("form[data-frame]")) {
  const frame = document.createElement("iframe");
  frame.name = "mail-preview";
  frame.title = form.dataset.frame;
  frame.setAttribute("sandbox", "");
  form.after(frame);
  form.target = frame.name;
  form.submit();
  form.hidden = true;
}

// A password can be looked at while it is typed, and says how far it is from long enough.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const show = document.createElement("button");
  show.type = "button";
  show.className = "plain reveal";
  show.textContent = document.body.dataset.show;
  show.setAttribute("aria-pressed", "false");
  show.setAttribute("aria-controls", input.id);
  const reveal = (shown) => {
    input.type = shown ? "text" : "password";
    show.setAttribute("aria-pressed", String(shown));
  };
  show.addEventListener("click", () => reveal(input.type === "password"));
  input.form?.addEventListener("submit", () => reveal(false));
  input.after(show);
  const least = Number(input.dataset.least);
  if (!least) continue;
  const length = document.createElement("p");
  length.className = "hint length";
  length.setAttribute("role", "status");
  input.after(length);
  input.addEventListener("input", () => {
    const n = [...input.value.normalize("NFC")].length;
    const words = document.body.dataset.length.replace("%n", n).replace("%m", least);
    length.textContent = n > 0 ? words : "";
    length.classList.toggle("enough", n >= least);
  });
}
