package odind.client;

import com.google.protobuf.ByteString;

import odind.v1.Payload;

/** Makes what peers exchange: user data and messages. */
public final class Payloads {
    private Payloads() {}

    /**
     * Makes a payload of bytes.
     *
     * @param data the bytes
     * @return the payload
     */
    public static Payload data(byte[] data) {
        return Payload.newBuilder().setData(ByteString.copyFrom(data)).build();
    }

    /**
     * Makes a payload that is a JSON value.
     *
     * @param text the value's JSON text, which the daemon checks
     * @return the payload
     */
    public static Payload json(String text) {
        return Payload.newBuilder().setJson(text).build();
    }
}
