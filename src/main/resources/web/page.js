// Renews the content of the page while it is open, in place: what is focused, selected, opened, scrolled to or typed stays.
// The page is complete without it.
"use strict";
(() => {
  const main = document.getElementById("main");
  const away = document.getElementById("away");
  const every = 1000 * Number(main.dataset.renew || 0);
  if (!every) {
    return;
  }
  let since = null;
  let timer = null;
  let renewed = Date.now();
  let turns = 0;

  // A browser may not know the zone of the watch.
  function clock(time) {
    try {
      return time.toLocaleTimeString("en-GB", {timeZone: document.documentElement.dataset.zone});
    } catch (e) {
      return time.toISOString().slice(11, 19) + " UTC";
    }
  }

  const key = node => node.id || (node.localName === "tr" && node.querySelector("a") ? node.querySelector("a").getAttribute("href") : null);

  // Makes a node like another one, and keeps what both have.
  function become(node, other) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.nodeValue !== other.nodeValue) {
        node.nodeValue = other.nodeValue;
      }
      return;
    }
    for (const {name} of [...node.attributes]) {
      if (!other.hasAttribute(name) && name !== "open") {
        node.removeAttribute(name);
      }
    }
    for (const {name, value} of other.attributes) {
      if (node.getAttribute(name) !== value && name !== "open") {
        node.setAttribute(name, value);
      }
    }
    const keyed = new Map([...node.children].map(child => [key(child), child]).filter(([id]) => id));
    let at = node.firstChild;
    for (const wanted of [...other.childNodes]) {
      const id = wanted.nodeType === Node.ELEMENT_NODE ? key(wanted) : null;
      let match = id ? keyed.get(id) : at;
      while (!id && match && match.nodeType === Node.ELEMENT_NODE && key(match)) {
        match = match.nextSibling;
      }
      if (match && match.nodeName === wanted.nodeName) {
        if (match !== at) {
          node.insertBefore(match, at);
        } else {
          at = at.nextSibling;
        }
        become(match, wanted);
      } else {
        node.insertBefore(document.importNode(wanted, true), at);
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  // A node that is moved loses the focus and the selection in it.
  function keepPlace(change) {
    const focused = document.activeElement;
    const selection = getSelection();
    const {anchorNode, anchorOffset, focusNode, focusOffset} = selection;
    const selected = !selection.isCollapsed;
    change();
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({preventScroll: true});
    }
    if (selected && selection.isCollapsed && anchorNode.isConnected && focusNode.isConnected) {
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    }
  }

  function failed(why) {
    since = since || new Date();
    away.hidden = false;
    const text = why + " since " + clock(since) + ". What you see is of " + clock(new Date(main.dataset.at)) + ".";
    if (away.textContent !== text) {
      away.textContent = text;
    }
  }

  async function renew() {
    const turn = ++turns;
    if (since === null && Date.now() - renewed > 2 * every) {
      // the machine slept, or the page was behind another one: what it shows may be hours old
      away.textContent = "What you see is of " + clock(new Date(main.dataset.at)) + "; it is being renewed.";
      away.hidden = false;
    }
    try {
      const answer = await fetch(location.href, {cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(every)});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (turn !== turns) {
        return;
      }
      if (!fresh) {
        failed("The watch answers " + answer.status);
        return;
      }
      document.title = page.title;
      document.body.className = page.body.className;
      keepPlace(() => become(main, fresh));
      since = null;
      renewed = Date.now();
      away.hidden = true;
    } catch (e) {
      if (turn === turns) {
        failed("The watch is not reachable");
      }
    }
  }

  async function turn() {
    timer = null;
    if (!document.hidden) {
      try {
        await renew();
      } finally {
        start();
      }
    }
  }

  function start() {
    if (timer === null && !document.hidden) {
      timer = setTimeout(turn, every);
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    timer = null;
    if (!document.hidden) {
      turn();
    }
  });
  start();
})();
