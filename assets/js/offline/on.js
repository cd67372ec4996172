// on: a listener, in fewer bytes: offline.js has a limit (tools/build_assets.py).
export const on = (target, event, then, how) => target.addEventListener(event, then, how);
