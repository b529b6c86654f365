// The slip form without network: every slip is first kept in the phone, then sent, once.
"use strict";

(() => {
  const form = document.getElementById("bordereau");
  const queue = globalThis.fileDeBordereaux;
  if (!form || !("indexedDB" in globalThis)) return;

  const { envoi, travailleur, chantier } = form.dataset;
  const STAYS = ["destination", "lot", "plaques", "transporteur", "saisi_par"];
  const RETRY_MS = 30000;
  const KEPT_MS = 48 * 3600 * 1000;
  const WAITING = "attente";
  const REFUSED = "refuse";
  const CLOSED = "ferme";
  const SENT = "envoye";
  const show = (id) => document.getElementById(id);
  let notBefore = 0;
  let correcting = null;

  // Moments and identities

  // Over plain http a browser offers no randomUUID, but it draws chance all the same.
  function newIdentity() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function setNow() {
    const now = new Date();
    form.elements.realise_on.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    form.elements.realise_heure.value = `${two(now.getHours())}:${two(now.getMinutes())}`;
    form.elements.envoi_uuid.value = newIdentity();
  }

  function said(elements) {
    const values = Object.fromEntries(new FormData(form));
    delete values.csrfmiddlewaretoken;
    const chosen = elements.destination.selectedOptions[0];
    return { values, vers: chosen ? chosen.textContent : "" };
  }

  // The queue on screen

  function announce(text) {
    show("annonce").textContent = text;
  }

  function counted(number, one, many) {
    return `${number} ${number > 1 ? many : one}`;
  }

  function summary(waiting, refused) {
    if (!waiting && !refused) return "Tout est envoyé.";
    const parts = [];
    if (waiting) parts.push(counted(waiting, "bordereau en attente d'envoi", "bordereaux en attente d'envoi"));
    if (refused) parts.push(counted(refused, "bordereau à corriger", "bordereaux à corriger"));
    return `${parts.join(", ")}.`;
  }

  function line(slip) {
    const item = document.createElement("li");
    const name = document.createElement("p");
    name.textContent = `${slip.values.tonnes} t vers ${slip.vers}, ${slip.values.realise_heure || slip.values.realise_on}`;
    const state = document.createElement("p");
    state.className = `etat ${slip.etat}`;
    state.textContent = slip.message || { attente: "En attente d'envoi", envoye: "Envoyé" }[slip.etat];
    item.append(name, state);
    if (slip.etat === REFUSED) item.append(button("Corriger", () => correct(slip)));
    if (slip.etat === REFUSED || slip.etat === CLOSED) item.append(button("Abandonner", () => drop(slip)));
    return item;
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button secondary small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  async function draw() {
    const slips = await queue.all();
    const waiting = slips.filter((one) => one.etat === WAITING || one.etat === CLOSED).length;
    const refused = slips.filter((one) => one.etat === REFUSED).length;
    show("resume").textContent = summary(waiting, refused);
    show("file").hidden = false;
    show("file").dataset.vide = String(!waiting && !refused);
    show("reseau").textContent = navigator.onLine ? "En ligne" : "Hors connexion";
    show("reseau").dataset.enLigne = String(navigator.onLine);
    show("envois").replaceChildren(...slips.reverse().map(line));
  }

  // Keeping, sending

  async function keep() {
    const { values, vers } = said(form.elements);
    const slip = { envoi_uuid: values.envoi_uuid, envoi, chantier, values, vers, etat: WAITING, message: "", le: Date.now() };
    await queue.put(slip);
    if (correcting) await queue.remove(correcting);
    correcting = null;
    remember(values);
    announce("Bordereau gardé dans le téléphone.");
    nextTruck(values);
    await send();
  }

  function nextTruck(values) {
    form.reset();
    for (const name of STAYS) form.elements[name].value = values[name] ?? "";
    setNow();
    form.elements.tonnes.value = "";
    form.elements.tonnes.focus();
  }

  function remember(values) {
    try {
      localStorage.setItem("essor-bordereau", JSON.stringify(STAYS.map((name) => [name, values[name] ?? ""])));
    } catch {
      // a browser that keeps nothing: the fields start empty
    }
  }

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem("essor-bordereau") ?? "[]");
      for (const [name, value] of kept) {
        const field = form.elements[name];
        if (field.tagName !== "SELECT" || [...field.options].some((one) => one.value === value)) field.value = value;
      }
    } catch {
      // the same
    }
  }

  // One tab at a time, one slip after the other; the server writes the same identity once.
  async function send() {
    if (navigator.locks) await navigator.locks.request("essor-bordereaux", { ifAvailable: true }, (lock) => lock && sendAll());
    else await sendAll();
    await draw();
  }

  async function sendAll() {
    if (Date.now() < notBefore) return;
    for (const slip of await queue.all()) {
      if (slip.etat === SENT && Date.now() - slip.le > KEPT_MS) await queue.remove(slip.envoi_uuid);
      if (slip.etat === WAITING && !(await sendOne(slip))) return;
    }
  }

  async function sendOne(slip) {
    let answer;
    try {
      answer = await fetch(slip.envoi, {
        method: "POST", body: new URLSearchParams(slip.values), credentials: "omit", redirect: "error",
      });
    } catch {
      return false; // no network: it stays in the queue
    }
    if (answer.status === 429) notBefore = Date.now() + 1000 * Number(answer.headers.get("Retry-After") || 60);
    if (answer.status === 429 || answer.status >= 500) return false;
    const told = await answer.json().catch(() => null);
    if (told === null) return false;
    await settle(slip, told);
    return true;
  }

  async function settle(slip, told) {
    const etats = { enregistre: SENT, deja: SENT, ferme: CLOSED };
    const etat = etats[told.etat] ?? REFUSED;
    const message = etat === REFUSED ? (told.fautes ?? ["Refusé sans explication."]).join(" ") : told.message;
    await queue.put({ ...slip, etat, message });
    announce(etat === SENT ? "Bordereau envoyé." : message);
  }

  // A slip that a withdrawn link refused leaves by the new link of the same site.
  async function adopt() {
    for (const slip of await queue.all()) {
      if (slip.etat === CLOSED && slip.chantier === chantier && slip.envoi !== envoi) {
        await queue.put({ ...slip, envoi, etat: WAITING, message: "" });
      }
    }
  }

  function correct(slip) {
    for (const [name, value] of Object.entries(slip.values)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    correcting = slip.envoi_uuid;
    form.elements.envoi_uuid.value = newIdentity();
    form.querySelector("details").open = true;
    form.elements.tonnes.focus();
  }

  async function drop(slip) {
    if (!globalThis.confirm("Abandonner ce bordereau ? Il ne sera pas envoyé.")) return;
    await queue.remove(slip.envoi_uuid);
    await draw();
  }

  // Without network from now on

  async function prepare() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(travailleur);
    const ready = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      show("pret").hidden = false;
      document.documentElement.dataset.pret = "oui";
    };
    const urls = performance.getEntriesByType("resource").map((one) => one.name);
    const parts = urls.filter((url) => new URL(url).pathname.startsWith("/statique/"));
    ready.active.postMessage({ urls: [location.href, ...new Set(parts)] }, [channel.port2]);
    await navigator.storage?.persist?.();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    keep().catch(() => form.submit()); // a phone that keeps nothing sends as a plain form
  });
  globalThis.addEventListener("online", () => send());
  globalThis.addEventListener("offline", () => draw());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(() => navigator.onLine && send(), RETRY_MS);

  form.noValidate = false;
  if (!form.dataset.fautes) {
    recall();
    setNow();
  }
  adopt().then(send).catch(() => draw());
  prepare().catch(() => {}); // over plain http the form still works with the network
})();
