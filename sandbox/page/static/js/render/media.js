/** Pictures, files and embeds. */

import { h, rich } from "../dom.js";
import { cssColor } from "./names.js";

/**
 * Where the page may load a medium from. The sandbox serves its media itself, perhaps under another loopback name than
 * the one in the address bar, which the page's policy would refuse.
 * @param {{url: string, proxy_url?: string}} media
 */
export function mediaUrl(media) {
  const url = new URL(media.url, location.href);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return local ? url.pathname + url.search : url.href;
}

/** @param {any[]} items @param {string} [className] */
export function renderGallery(items, className = "gallery") {
  const gallery = h("div", { class: className, "data-count": Math.min(items.length, 4) });
  gallery.append(...items.map(picture));
  return gallery;
}

/** @param {any} part */
export const renderThumbnail = (part) => renderGallery([part], "thumbnail");

/** @param {{media: any, description?: string, spoiler?: boolean}} item */
function picture({ media, description, spoiler }) {
  const image = h("img", { src: mediaUrl(media), alt: description ?? "Picture", width: media.width, height: media.height });
  const attributes = { type: "button", class: "picture", "data-action": "enlarge", title: description };
  const shown = h("button", attributes, image);
  return spoiler ? h("details", { class: "veil" }, h("summary", {}, "Spoiler, press to show"), shown) : shown;
}

/** @param {{url: string, name?: string, filename?: string, size?: number, spoiler?: boolean}} file */
export function fileCard(file) {
  const name = file.name ?? file.filename ?? decodeURIComponent(new URL(file.url, location.href).pathname.split("/").pop() ?? "");
  const link = h("a", { href: mediaUrl(file), download: name }, name);
  const card = h("p", { class: "file" }, link, file.size !== undefined && h("small", {}, formatSize(file.size)));
  return file.spoiler ? h("details", { class: "veil" }, h("summary", {}, "Spoiler, press to show"), card) : card;
}

/** @param {number} bytes */
function formatSize(bytes) {
  const [value, unit] = bytes < 1000 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const options = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(undefined, /** @type {Intl.NumberFormatOptions} */ (options)).format(value);
}

/** @param {any} message what is attached, but for what its components show themselves */
export function renderAttachments(message) {
  if ((message.flags & (1 << 15)) !== 0) return [];
  const attachments = message.attachments ?? [];
  const isPicture = (/** @type {any} */ attachment) => attachment.content_type?.startsWith("image/");
  const pictures = attachments.filter(isPicture).map((/** @type {any} */ media) => ({ media, description: media.description ?? media.filename }));
  const files = attachments.filter((/** @type {any} */ attachment) => !isPicture(attachment));
  return [...(pictures.length > 0 ? [renderGallery(pictures)] : []), ...files.map(fileCard)];
}

/** @param {any[]} embeds */
export function renderEmbeds(embeds) {
  return embeds.map((embed) => {
    const box = h(
      "div",
      { class: "container embed" },
      embed.author?.name && h("p", { class: "embed-author" }, embed.author.name),
      embed.title && h("h4", {}, embed.title),
      embed.description && (embed.html === undefined ? h("p", {}, embed.description) : rich("div", { class: "text" }, embed.html)),
      embed.fields?.length > 0 && h("dl", {}, ...embed.fields.flatMap(fieldPair)),
      embed.image && renderGallery([{ media: embed.image, description: embed.title }]),
      embed.footer?.text && h("small", { class: "subtext" }, embed.footer.text),
    );
    if (embed.color) box.style.setProperty("--accent", cssColor(embed.color));
    return box;
  });
}

/** @param {{name: string, value: string}} field */
const fieldPair = ({ name, value }) => [h("dt", {}, name), h("dd", {}, value)];
