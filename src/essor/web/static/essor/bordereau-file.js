// The queue of slips kept in the phone: written before anything is sent, forgotten once received.
"use strict";

globalThis.fileDeBordereaux = (() => {
  const NAME = "essor-bordereaux";
  const STORE = "envois";
  let opened;

  function open() {
    opened ??= new Promise((done, failed) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(STORE, { keyPath: "envoi_uuid" });
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  }

  async function run(mode, ask) {
    const base = await open();
    return new Promise((done, failed) => {
      const transaction = base.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = () => failed(transaction.error);
      transaction.onabort = () => failed(transaction.error);
    });
  }

  return {
    put: (slip) => run("readwrite", (store) => store.put(slip)),
    remove: (key) => run("readwrite", (store) => store.delete(key)),
    all: async () => {
      const found = await run("readonly", (store) => store.getAll());
      return found.sort((a, b) => a.le - b.le);
    },
  };
})();
