// Another origin that would gladly take anything, and ways to send it something.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";

/** Listens. `heard` holds each request's path, each upgrade to a socket, and each STUN packet (as "stun"). */
export async function listenElsewhere() {
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(request.url);
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end();
  });
  server.on("upgrade", (request, socket) => {
    heard.push(request.url);
    socket.destroy();
  });
  let connections = 0;
  server.on("connection", () => connections++);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stun = createSocket("udp4");
  stun.on("message", () => heard.push("stun"));
  await new Promise((done) => stun.bind(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stun: `stun:127.0.0.1:${stun.address().port}`,
    heard,
    connections: () => connections,
    close: () => {
      server.close();
      server.closeAllConnections();
      stun.close();
    },
  };
}

/**
 * What a script in the page could try, given an address that ends in "/" or "?". None leaves the page, none waits for an
 * answer. They run in the page: no names from outside.
 */
export const WAYS = {
  fetch: (to) => void fetch(`${to}fetch`, { method: "POST", mode: "no-cors", body: "pixels" }).catch(() => {}),
  "fetch with keepalive": (to) => void fetch(`${to}keepalive`, { mode: "no-cors", keepalive: true }).catch(() => {}),
  XMLHttpRequest: (to) => {
    const request = new XMLHttpRequest();
    request.open("GET", `${to}xhr`);
    request.send();
  },
  "a beacon": (to) => navigator.sendBeacon(`${to}beacon`, "pixels"),
  "an image": (to) => (new Image().src = `${to}image`),
  "an image in a style": (to) => {
    document.body.style.backgroundImage = `url("${to}background")`;
    getComputedStyle(document.body).backgroundImage;
  },
  "an image in a style sheet": (to) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { border-image: url("${to}sheet") 1 }`);
    document.adoptedStyleSheets.push(sheet);
  },
  "a style sheet": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${to}style` })),
  "a style with @import": (to) => document.head.append(Object.assign(document.createElement("style"), { textContent: `@import "${to}import";` })),
  "a font": (to) => void new FontFace("gone", `url("${to}font")`).load().catch(() => {}),
  "a script": (to) => document.head.append(Object.assign(document.createElement("script"), { src: `${to}script` })),
  "a module": (to) => void import(`${to}module`).catch(() => {}),
  "a worker": (to) => new Worker(`${to}worker`),
  "a frame": (to) => document.body.append(Object.assign(document.createElement("iframe"), { src: `${to}frame` })),
  "an object": (to) => document.body.append(Object.assign(document.createElement("object"), { data: `${to}object` })),
  "a video": (to) => document.body.append(Object.assign(document.createElement("video"), { src: `${to}video` })),
  "an SVG image": (to) => {
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    image.setAttribute("href", `${to}svg`);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.append(image);
    document.body.append(svg);
  },
  "a prefetch": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: `${to}prefetch` })),
  "a preload": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "image", href: `${to}preload` })),
  "a module preload": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: `${to}modulepreload` })),
  "an icon": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "icon", href: `${to}icon` })),
  "a manifest": (to) => document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: `${to}manifest` })),
  "a form": (to) => {
    const form = Object.assign(document.createElement("form"), { action: `${to}form`, target: "_blank" });
    document.body.append(form);
    form.submit();
  },
  "an event source": (to) => new EventSource(`${to}events`),
  "a socket": (to) => new WebSocket(`${to.replace("http", "ws")}socket`),
};

/** The same in a worker. */
export const WORKER_WAYS = {
  fetch: WAYS.fetch,
  XMLHttpRequest: WAYS.XMLHttpRequest,
  "an event source": WAYS["an event source"],
  "a socket": WAYS["a socket"],
  "a module": WAYS["a module"],
  "a worker": WAYS["a worker"],
  "a font": (to) => {
    const font = new FontFace("gone", `url("${to}font")`);
    self.fonts.add(font);
    void font.load().catch(() => {});
  },
  "a script": (to) => importScripts(`${to}script`),
};

/** Tries all ways in a page or a worker, and gives them time. */
export async function tryAll(where, ways, to, pause) {
  for (const way of Object.values(ways)) await where.evaluate(way, to).catch(() => {}); // some throw, which is well
  await new Promise((done) => setTimeout(done, pause));
}
