/** The columns beside the messages, the header, and the switch of who you are. */

import { runOn } from "./actions.js";
import { menuCommands } from "./commands.js";
import { byId, h, unseen } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar } from "./render/avatar.js";
import { nameColor, nameOf } from "./render/names.js";
import { isDirect, titleOf } from "./store.js";

const NARROW = matchMedia("(max-width: 60rem)");

/**
 * @param {import("./store.js").Store} store
 * @param {() => import("./door.js").Door} door
 * @param {(username: string) => void} become
 */
export function showSides(store, door, become) {
  const closeDrawers = attachDrawers();
  const who = /** @type {HTMLSelectElement} */ (byId("who"));
  who.addEventListener("change", () => become(who.value));

  function drawChannels() {
    byId("channel-list").replaceChildren(...store.channels.filter((channel) => !isDirect(channel)).map(channelItem));
    const directs = store.channels.filter(isDirect).map(channelItem);
    byId("direct-list").replaceChildren(...directs);
    byId("no-directs").hidden = directs.length > 0;
  }

  function channelItem(/** @type {any} */ channel) {
    const here = channel.id === store.channelId;
    const unread = store.unread.has(channel.id);
    const open = () => {
      store.show(channel.id);
      closeDrawers();
    };
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: unread ? "unread" : null, "aria-current": here ? "page" : null, click: open },
        h("span", { "aria-hidden": "true", class: "hash" }, isDirect(channel) ? "@" : "#"),
        channel.name,
        unread && unseen(" (new messages)"),
        unread && h("span", { "aria-hidden": "true", class: "new" }, "new"),
      ),
    );
  }

  function drawHeader() {
    byId("guild-name").textContent = store.guild.name;
    byId("channel-title").textContent = titleOf(store.channel);
    byId("channel-topic").textContent = store.channel?.topic ?? "";
    document.title = `${titleOf(store.channel)} · ${store.guild.name}`;
    const people = store.members.filter(({ bot }) => !bot);
    const options = people.map((member) =>
      h("option", { value: member.username, selected: member.id === store.me.id }, nameOf(member, store)),
    );
    who.replaceChildren(...options);
  }

  function drawMembers() {
    const groups = [
      ["Moderators", store.members.filter((member) => member.moderator && !member.bot)],
      ["Members", store.members.filter((member) => !member.moderator && !member.bot)],
      ["Apps", store.members.filter((member) => member.bot)],
    ];
    const shown = groups.filter(([, members]) => members.length > 0);
    byId("members").replaceChildren(
      ...shown.flatMap(([title, members]) => [
        h("h2", { class: "side-heading" }, `${title} — ${members.length}`),
        h("ul", {}, ...members.map(memberItem)),
      ]),
    );
  }

  function memberItem(/** @type {any} */ member) {
    const name = nameOf(member, store);
    const label = h("span", { class: "member-name" }, name);
    label.style.color = nameColor(member);
    const commands = menuCommands(store.commands, 2);
    const open = (/** @type {Event} */ event) =>
      openMenu(/** @type {HTMLElement} */ (event.currentTarget), commands, (command) => runOn(store, door, command, member.id));
    return h(
      "li",
      {},
      avatar(member, name),
      label,
      member.bot && h("span", { class: "tag" }, "APP"),
      member.id === store.me.id && h("span", { class: "you" }, "you"),
      commands.length > 0 && h("button", { type: "button", class: "apps", click: open, "aria-haspopup": "menu" }, "Apps", unseen(` for ${name}`)),
    );
  }

  store.addEventListener("reset", () => {
    drawChannels();
    drawHeader();
    drawMembers();
  });
  for (const change of ["channel", "channels"]) {
    store.addEventListener(change, () => {
      drawChannels();
      drawHeader();
      drawMembers();
    });
  }
  store.addEventListener("created", drawChannels);
  store.addEventListener("commands", drawMembers);
}

/** Both columns become drawers on narrow screens. @returns {() => void} closes them */
function attachDrawers() {
  const shade = byId("shade");
  const drawers = [
    { button: byId("show-channels"), column: byId("channels"), wide: true },
    { button: byId("show-members"), column: byId("members"), wide: true },
  ];
  const set = (/** @type {any} */ drawer, /** @type {boolean} */ open) => {
    drawer.column.classList.toggle("closed", !open);
    drawer.button.setAttribute("aria-expanded", String(open));
    shade.hidden = !NARROW.matches || drawers.every(({ column }) => column.classList.contains("closed"));
  };
  const closeAll = () => {
    if (NARROW.matches) for (const drawer of drawers) set(drawer, false);
  };
  const settle = () => {
    for (const drawer of drawers) set(drawer, !NARROW.matches);
  };
  for (const drawer of drawers) {
    drawer.button.addEventListener("click", () => {
      const open = drawer.column.classList.contains("closed");
      closeAll();
      set(drawer, open);
      if (open && NARROW.matches) drawer.column.querySelector("button")?.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    const open = drawers.find(({ column }) => !column.classList.contains("closed"));
    if (event.key !== "Escape" || !NARROW.matches || open === undefined) return;
    closeAll();
    open.button.focus();
  });
  shade.addEventListener("click", closeAll);
  NARROW.addEventListener("change", settle);
  settle();
  return closeAll;
}
