package io.sparsewalk.spark.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A web server on loopback that answers what a test says, byte for byte, one connection a request. */
final class ScriptedServer implements AutoCloseable {
  /** What is answered to a request. */
  interface Script {
    void answer(Request request, OutputStream out) throws Exception;
  }

  /** A request's first line and headers, in small letters; the number of the request from 0. */
  record Request(String line, List<String> headers, int number) {
    /** Empty if there is none. */
    String header(String name) {
      return headers.stream()
          .filter(h -> h.startsWith(name + ": "))
          .map(h -> h.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final ServerSocket socket;
  private final Script script;

  ScriptedServer(Script script) throws IOException {
    this.script = script;
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  /** A head and a body, as one answer. */
  static void send(OutputStream out, String head, byte[] body, int from, int to) throws IOException {
    out.write(
        ("HTTP/1.1 " + head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(body, from, to - from);
    out.flush();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        List<String> headers = new ArrayList<>();
        for (String header = reader.readLine(); header != null && !header.isEmpty(); header = reader.readLine()) {
          int colon = header.indexOf(':');
          headers.add(header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon));
        }
        Request request = new Request(line, headers, requests.size());
        requests.add(request);
        script.answer(request, connection.getOutputStream());
      } catch (Exception e) {
        // The other side may hang up: that is its affair.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
