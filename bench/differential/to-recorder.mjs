import net from "node:net";

/**
 * Loaded before another program (`node --import`): every TCP connection it opens goes to the recorder on loopback instead, whatever its
 * host and port. Names are not looked up. The requests themselves are left as they are.
 */
const port = Number(process.env["ENVOI_RECORDER"]);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function toRecorder(...given) {
  const listener = given.findLast((one) => typeof one === "function");
  return connect.call(this, { host: "127.0.0.1", port }, ...(listener ? [listener] : []));
};
