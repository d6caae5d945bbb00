/**
 * The client of odind, the daemon that puts programs into ODIN voice rooms.
 *
 * <p>Begin with {@link odind.client.Daemon#connect}. The messages and stubs in the package {@code
 * odind.v1} are generated from the daemon's protos, whose comments say what each call does.
 */
package odind.client;
