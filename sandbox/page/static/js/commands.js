/** Discord's application commands, without the page: flattened to choose from, nested to send. */

/** @typedef {{command: any, path: string[], title: string, description: string, options: any[]}} Entry */

const SUBCOMMAND = 1;
const GROUP = 2;
const CHAT_INPUT = 1;

/** @param {any[]} commands @returns {Entry[]} every slash command and subcommand by name */
export function entriesOf(commands) {
  return commands
    .filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT)
    .flatMap((command) => flatten(command, command, [command.name]))
    .sort((a, b) => a.title.localeCompare(b.title));
}

/** @param {any[]} commands @param {2|3} type 2 on a member, 3 on a message */
export const menuCommands = (commands, type) => commands.filter((command) => command.type === type);

/** @param {any} command @param {any} node @param {string[]} path @returns {Entry[]} */
function flatten(command, node, path) {
  const options = node.options ?? [];
  const nested = options.filter((/** @type {any} */ option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (nested.length > 0) {
    return nested.flatMap((/** @type {any} */ option) => flatten(command, option, [...path, option.name]));
  }
  return [{ command, path, title: path.join(" "), description: node.description, options }];
}

/**
 * The entries that fit what is typed after the slash, best first; also the one whose name stands before further text.
 * @param {Entry[]} entries
 * @param {string} typed
 */
export function matching(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const whole = entries.filter(({ title }) => wanted.startsWith(`${title} `));
  if (whole.length > 0) return whole;
  const starts = entries.filter(({ title }) => title.startsWith(wanted));
  const contains = entries.filter(({ title, description }) => !title.startsWith(wanted) && `${title} ${description.toLowerCase()}`.includes(wanted));
  return [...starts, ...contains];
}

/**
 * The options as Discord sends them: inside their subcommand, inside its group.
 * @param {Entry} entry
 * @param {{name: string, type: number, value: any, focused?: boolean}[]} values
 */
export function nest(entry, values) {
  let options = /** @type {any[]} */ (values);
  for (const [depth, name] of [...entry.path.entries()].slice(1).reverse()) {
    const type = entry.path.length === 3 && depth === 1 ? GROUP : SUBCOMMAND;
    options = [{ name, type, options }];
  }
  return options;
}
