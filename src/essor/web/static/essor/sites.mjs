// The live map of the sites of a territory: one symbol for each kind, the same as in the list.

import { announce, startMap, ToolMissing } from "./carte-fond.mjs";

const box = document.getElementById("carte-vive");
const drawing = document.getElementById("carte-dessin");
const card = document.getElementById("carte-fiche");
const SIZE = 40; // twice the size shown: fine screens
const KINDS = {
  friche_verifiee: ["#7a3e00", "#d9822b", "circle"],
  friche_non_verifiee: ["#7a3e00", "#ffffff", "circle"],
  zae: ["#0d3f66", "#5b9bd5", "square"],
  irep: ["#4a1c5e", "#a06cc0", "triangle"],
  ets: ["#1c1c1c", "#8a8f8c", "diamond"],
};

function symbol([line, fill, form]) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  pen.scale(SIZE / 20, SIZE / 20);
  pen.fillStyle = fill;
  pen.strokeStyle = line;
  pen.lineWidth = 1.8;
  const forms = { circle: null, square: "M4 4h12v12H4z", triangle: "M10 3l7 13H3z", diamond: "M10 2l7 8-7 8-7-8z" };
  const path = forms[form] ? new Path2D(forms[form]) : new Path2D();
  if (!forms[form]) path.arc(10, 10, 6.5, 0, 2 * Math.PI);
  pen.fill(path);
  pen.stroke(path);
  return pen.getImageData(0, 0, SIZE, SIZE);
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function boundsOf(...collections) {
  const found = [[Infinity, Infinity], [-Infinity, -Infinity]];
  const grow = (part) => {
    if (typeof part[0] !== "number") return part.forEach(grow);
    for (const side of [0, 1]) {
      found[0][side] = Math.min(found[0][side], part[side]);
      found[1][side] = Math.max(found[1][side], part[side]);
    }
  };
  for (const one of collections) one.features.forEach((feature) => grow(feature.geometry.coordinates));
  return found;
}

function told(features) {
  const holder = document.createElement("div");
  for (const { properties } of features) {
    const first = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = properties.nom;
    first.append(strong, `, ${properties.commune}`);
    const second = document.createElement("p");
    second.className = "small";
    const facts = typeof properties.faits === "string" ? JSON.parse(properties.faits) : properties.faits;
    second.textContent = [properties.libelle, ...facts, properties.observe || "date inconnue", properties.precision,
      `source\u00a0: ${properties.source}, ${properties.millesime}`].filter(Boolean).join(" · ");
    holder.append(first, second);
  }
  return holder;
}

function layers() {
  const pale = ["case", ["==", ["get", "position"], "site"], 1, 0.55];
  return [
    { id: "communes", type: "fill", source: "communes",
      paint: { "fill-color": "#f7f8f6", "fill-opacity": box.dataset.fond ? 0.15 : 1 } },
    { id: "limites", type: "line", source: "communes", paint: { "line-color": "#9aa69f", "line-width": 0.8 } },
    { id: "choisi", type: "circle", source: "sites", filter: ["==", ["get", "cle"], ""],
      paint: { "circle-radius": 14, "circle-color": "#1a5fd6", "circle-opacity": 0.25, "circle-stroke-color": "#1a5fd6", "circle-stroke-width": 2 } },
    { id: "sites", type: "symbol", source: "sites",
      layout: { "icon-image": ["get", "genre"], "icon-size": 1, "icon-allow-overlap": true, "icon-ignore-placement": true },
      paint: { "icon-opacity": pale } },
  ];
}

function listen(map, library, points) {
  const popup = new library.Popup({ closeButton: false, closeOnClick: false, maxWidth: "20rem", offset: 12 });
  const select = (features, scrolls) => {
    const keys = features.map((one) => one.properties.cle);
    map.setFilter("choisi", ["in", ["get", "cle"], ["literal", keys]]);
    document.querySelectorAll("#liste-carte tr.choisi").forEach((row) => row.classList.remove("choisi"));
    card.hidden = !features.length;
    card.replaceChildren(told(features));
    for (const key of keys) {
      const row = document.querySelector(`#liste-carte tr[data-code="${CSS.escape(key)}"]`);
      row?.classList.add("choisi");
      const list = row?.closest(".table-scroll");
      if (list && scrolls) list.scrollTop = row.offsetTop - list.clientHeight / 2;
    }
  };
  const under = (point) => {
    const around = [[point.x - 8, point.y - 8], [point.x + 8, point.y + 8]];
    const once = new Map(map.queryRenderedFeatures(around, { layers: ["sites"] }).map((one) => [one.properties.cle, one]));
    return [...once.values()];
  };
  map.on("mousemove", (event) => {
    const found = under(event.point);
    if (!found.length) return popup.remove();
    const more = found.length > 3 ? found.slice(0, 3) : found;
    const content = told(more);
    if (found.length > 3) content.append(`et ${found.length - 3} de plus\u00a0: cliquez`);
    popup.setLngLat(event.lngLat).setDOMContent(content).addTo(map);
  });
  map.on("mouseout", () => popup.remove());
  map.on("click", (event) => select(under(event.point), true));
  const byKey = new Map(points.features.map((one) => [one.properties.cle, one]));
  document.getElementById("liste-carte")?.addEventListener("click", (event) => {
    const button = event.target.closest("button.montrer");
    const feature = button && byKey.get(button.closest("tr").dataset.code);
    if (!feature) return;
    map.jumpTo({ center: feature.geometry.coordinates, zoom: Math.max(map.getZoom(), 12) });
    select([feature], false);
  });
}

async function draw() {
  const { dataset } = box;
  const [library, communes, points] = await Promise.all([startMap(dataset), read(dataset.contours), read(dataset.points)]);
  for (const one of points.features) one.properties.cle = `${one.properties.genre}/${one.properties.id}`;
  box.hidden = false;
  drawing.hidden = true;
  const map = library.open({
    bounds: boundsOf(communes.features.length ? communes : points),
    sources: { communes: { type: "geojson", data: communes }, sites: { type: "geojson", data: points } },
    layers: layers(),
    images: Object.fromEntries(Object.entries(KINDS).map(([name, form]) => [name, symbol(form)])),
    ratio: 2,
  });
  map.once("idle", () => {
    performance.mark("carte-dessinee");
    box.dataset.etat = "dessinee";
    listen(map, library.maplibre, points);
  });
  box.carte = map;
}

if (box) {
  draw().catch((error) => {
    box.hidden = true;
    drawing.hidden = false;
    drawing.classList.add("secours");
    box.dataset.etat = "absente";
    document.querySelectorAll("button.montrer").forEach((button) => { button.disabled = true; });
    announce(error instanceof ToolMissing
      ? "Ce navigateur ne dessine pas la carte vive (WebGL manque). La liste dit la même chose."
      : "La carte vive ne s'est pas chargée. La liste dit la même chose.");
    console.warn(error);
  });
}
