/** Put the page together. */

import { attachActions } from "./actions.js";
import { showComposer } from "./composer.js";
import { showMessages } from "./messages.js";
import { Session } from "./session.js";
import { showSides } from "./sides.js";
import { Store } from "./store.js";
import { refreshTimes } from "./time.js";

const store = new Store();
let session = new Session(store, new URLSearchParams(location.search).get("as"));
const door = () => session.door;

/** Go on as another member; the address says who, so that a reload stays. @param {string} username */
function become(username) {
  const address = new URL(location.href);
  address.searchParams.set("as", username);
  history.replaceState(null, "", address);
  session.stop();
  store.forget();
  session = new Session(store, username);
  session.start();
}

showMessages(store);
attachActions(store, door, showComposer(store, door));
showSides(store, door, become);
session.start();
setInterval(refreshTimes, 1000);
