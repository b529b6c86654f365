// What both maps of the observatory share: MapLibre itself, its words in French, its background.

export class ToolMissing extends Error {}

const WORDS = {
  "AttributionControl.ToggleAttribution": "Afficher ou masquer les mentions",
  "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour zoomer",
  "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour zoomer",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
  "FullscreenControl.Enter": "Plein écran",
  "FullscreenControl.Exit": "Quitter le plein écran",
  "Map.Title": "Carte",
  "NavigationControl.ZoomIn": "Zoomer",
  "NavigationControl.ZoomOut": "Dézoomer",
  "Popup.Close": "Fermer",
};
const IGN = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
  + "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
  + "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";

export function announce(text) {
  const line = document.getElementById("carte-message");
  line.textContent = text;
  line.hidden = false;
}

// A square of oblique lines, repeated: hatching says that a figure is missing or uncertain.
export function pattern(ground, line, way) {
  const side = 10; // five pixels on the map: images are drawn twice as fine as shown
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = line;
  pen.lineWidth = 2;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift, way > 0 ? side : 0);
    pen.lineTo(shift + side, way > 0 ? 0 : side);
    pen.stroke();
  }
  return pen.getImageData(0, 0, side, side);
}

// Returns { maplibre, open }: the library, and what opens a map in the box of the page.
export async function startMap(dataset) {
  if (!("WebGL2RenderingContext" in window)) throw new ToolMissing("WebGL");
  const maplibre = await import(dataset.maplibre);
  maplibre.setWorkerUrl(new URL(dataset.worker, location.href).href);
  return { maplibre, open: (asked) => open(maplibre, dataset, asked) };
}

function background(dataset) {
  if (dataset.fond !== "ign") return { sources: {}, layers: [] };
  return {
    sources: { ign: { type: "raster", tiles: [IGN], tileSize: 256, maxzoom: 18, attribution: "© IGN Plan IGN" } },
    layers: [{ id: "ign", type: "raster", source: "ign", paint: { "raster-fade-duration": 0 } }],
  };
}

function open(maplibre, dataset, { bounds, sources, layers, images, ratio, frames, maxZoom }) {
  const behind = background(dataset);
  const map = made(maplibre, {
    container: "carte-vive",
    bounds,
    fitBoundsOptions: { padding: 12, maxZoom: maxZoom ?? 12 },
    style: {
      version: 8,
      sources: { ...behind.sources, ...sources },
      layers: [{ id: "sol", type: "background", paint: { "background-color": "#e3ebf0" } },
        ...behind.layers, ...layers],
    },
    attributionControl: dataset.fond ? { compact: false } : false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: WORDS,
    renderWorldCopies: false,
    maxZoom: 17,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.once("style.load", () => {
    for (const [name, image] of Object.entries(images ?? {})) map.addImage(name, image, { pixelRatio: ratio ?? 1 });
  });
  for (const frame of frames?.features ?? []) label(maplibre, map, frame);
  let isTold = false;
  map.on("error", ({ error, sourceId }) => {
    if (sourceId === "ign" && !isTold) {
      isTold = true;
      announce("Le fond de l'IGN ne répond pas. La carte est complète sans lui.");
    } else if (sourceId !== "ign") console.warn(error);
  });
  return map;
}

// A first drawing surface to see whether there is one would cost as much as the map itself.
function made(maplibre, options) {
  try {
    return new maplibre.Map(options);
  } catch (error) {
    throw new ToolMissing(error.message);
  }
}

function label(maplibre, map, frame) {
  const element = document.createElement("span");
  element.className = "etiquette-cadre";
  element.textContent = frame.properties.nom;
  const [ring] = frame.geometry.coordinates;
  const west = Math.min(...ring.map((point) => point[0]));
  const north = Math.max(...ring.map((point) => point[1]));
  new maplibre.Marker({ element, anchor: "top-left" }).setLngLat([west, north]).addTo(map);
}
