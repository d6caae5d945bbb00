/* A program for ODIN's core API 1.6.4: it knows nothing of a daemon. Two of its users talk in one room; each line of
   its output is something that it found to be so. Built with the sanitizers, and run by tests/e2e/test_c_library.py.
   program_1_6 ACCESS-KEY GATEWAY ROOM */
#include <math.h>
#include <odin.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, FRAME = RATE / 50, PATIENCE_S = 40 };

typedef struct user {
    const char *name;
    OdinRoomHandle room;
    atomic_int connected, disconnected, joined, peers, left, spoke;
    atomic_size_t media;
    atomic_ullong own_peer, other_peer;
    char message[64], user_data[64];
    atomic_bool has_message, has_user_data;
} user;

static void complain(const char *what, OdinReturnCode code) {
    char text[600];
    odin_error_format(code, text, sizeof text);
    printf("FAILED %s: %s\n", what, text);
    exit(1);
}

static void must(const char *what, OdinReturnCode code) {
    if (odin_is_error(code)) complain(what, code);
}

static void must_fail(const char *what, const char *reason, OdinReturnCode code) {
    char text[600];
    size_t size = odin_error_format(code, text, sizeof text);
    if (!odin_is_error(code) || strncmp(text, reason, strlen(reason)) || size != strlen(text) + 1) complain(what, code);
}

static void found(const char *what, bool is_so) {
    printf("%s %s\n", is_so ? "ok" : "FAILED", what);
    if (!is_so) exit(1);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void wait_ms(long ms) { nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL); }

#define UNTIL(what) \
    for (double end = seconds() + PATIENCE_S; !(what) && seconds() < end;) wait_ms(5); \
    found(#what, what)

static void on_event(OdinRoomHandle room, const OdinEvent *event, void *extra_data) {
    user *self = extra_data;
    if (room != self->room) exit(3);
    switch (event->tag) {
    case OdinEvent_RoomConnectionStateChanged:
        self->connected += event->room_connection_state_changed.state == OdinRoomConnectionState_Connected;
        self->disconnected += event->room_connection_state_changed.state == OdinRoomConnectionState_Disconnected;
        break;
    case OdinEvent_Joined:
        if (strcmp(event->joined.own_user_id, self->name)) exit(4);
        self->own_peer = event->joined.own_peer_id;
        self->joined++;
        break;
    case OdinEvent_PeerJoined:
        self->other_peer = event->peer_joined.peer_id;
        self->peers++;
        break;
    case OdinEvent_PeerLeft: self->left++; break;
    case OdinEvent_PeerUserDataChanged:
        snprintf(self->user_data, sizeof self->user_data, "%.*s", (int)event->peer_user_data_changed.peer_user_data_len,
                 (const char *)event->peer_user_data_changed.peer_user_data);
        self->has_user_data = true;
        break;
    case OdinEvent_MediaAdded: self->media = event->media_added.media_handle; break;
    case OdinEvent_MediaActiveStateChanged: self->spoke += event->media_active_state_changed.active; break;
    case OdinEvent_MessageReceived:
        snprintf(self->message, sizeof self->message, "%.*s", (int)event->message_received.data_len,
                 (const char *)event->message_received.data);
        self->has_message = true;
        break;
    default: break;
    }
}

static void join(user *self, const char *gateway, const char *room, OdinTokenGenerator *generator) {
    char token[2048];
    OdinTokenOptions options = {.audience = OdinTokenAudience_Gateway, .lifetime = 300};
    must("token", odin_token_generator_create_token_ex(generator, room, self->name, &options, token, sizeof token));
    self->room = odin_room_create();
    must("callback", odin_room_set_event_callback(self->room, on_event, self));
    must("user data", odin_room_update_peer_user_data(self->room, (const uint8_t *)self->name, strlen(self->name)));
    must("scale", odin_room_set_position_scale(self->room, 0.5f));
    must("position", odin_room_update_position(self->room, 0.1f, 0.2f, 0));
    must("join", odin_room_join(self->room, gateway, token));
}

/* How much of the tone of 440 Hz is in samples, from 0 to 1 for a pure tone. */
static double likeness(const float *samples, size_t count) {
    double sine = 0, cosine = 0, power = 0;
    for (size_t index = 0; index < count; index++) {
        double phase = 2 * M_PI * 440 * (double)index / RATE;
        sine += samples[index] * sin(phase);
        cosine += samples[index] * cos(phase);
        power += (double)samples[index] * samples[index];
    }
    return power > 0 ? sqrt((sine * sine + cosine * cosine) * 2 / ((double)count * power)) : 0;
}

static double next_frame(float *frame, double *phase) {
    for (int index = 0; index < FRAME; index++, *phase += 2 * M_PI * 440 / RATE) frame[index] = 0.3f * (float)sin(*phase);
    return *phase;
}

/* Anna speaks a tone in real time while Bob reads; returns the best likeness of 100 ms that he read. */
static double talk(user *anna, user *bob, OdinMediaStreamHandle microphone) {
    static float heard[FRAME * 5];
    float frame[FRAME];
    double phase = 0, best = 0, next = seconds();
    for (int count = 0; count < 50 * 20 && best < 0.9; count++) {
        next_frame(frame, &phase);
        must("push", odin_audio_push_data(microphone, frame, FRAME));
        if (bob->media && odin_audio_data_len(bob->media) >= FRAME * 5) {
            must("read", odin_audio_mix_streams(bob->room, (OdinMediaStreamHandle[]){bob->media}, 1, heard, FRAME * 5));
            double like = likeness(heard, FRAME * 5);
            best = like > best ? like : best;
        }
        next += 0.02;
        wait_ms((long)(fmax(0, next - seconds()) * 1000));
    }
    found("events tell of the speaker", anna->spoke && bob->spoke);
    return best;
}

static void exchange(user *anna, user *bob) {
    uint64_t to = bob->own_peer;
    must("message", odin_room_send_message(anna->room, &to, 1, (const uint8_t *)"hello\001", 6));
    UNTIL(bob->has_message);
    found("the message is as it was sent", !strcmp(bob->message, "hello\001"));
    must("user data", odin_room_update_peer_user_data(anna->room, (const uint8_t *)"{\"name\":\"Anna\"}", 15));
    UNTIL(bob->has_user_data);
    found("user data in JSON is that JSON", strstr(bob->user_data, "Anna"));
}

static void look(user *anna, user *bob, const char *room) {
    char text[300];
    uint64_t peer = 0;
    uint16_t media = 0;
    OdinConnectionStats link;
    OdinAudioStreamStats stats;
    must("id", odin_room_id(anna->room, text, sizeof text));
    found("the room has its id", !strcmp(text, room));
    must("customer", odin_room_customer(anna->room, text, sizeof text));
    must("peer", odin_room_peer_id(anna->room, &peer));
    found("we have a peer id, and others see it", peer == anna->own_peer && peer == bob->other_peer);
    must("peer of media", odin_media_stream_peer_id(bob->media, &peer));
    must("id of media", odin_media_stream_media_id(bob->media, &media));
    found("the media is that of its peer", peer == anna->own_peer && media && odin_media_stream_type(bob->media) == OdinMediaStreamType_Audio);
    must("link", odin_room_connection_stats(bob->room, &link));
    found("datagrams are counted", link.udp_rx_datagrams && link.udp_rx_bytes && link.rtt > 0);
    must("stats", odin_audio_stats(bob->media, &stats));
    found("packets are counted", stats.packets_total && stats.packets_processed);
    must_fail("small buffer", "BUFFER_TOO_SMALL", odin_room_id(anna->room, text, 2));
}

static void configure(user *anna, user *bob) {
    OdinApmConfig apm = {.high_pass_filter = true, .noise_suppression_level = OdinNoiseSuppressionLevel_Low, .echo_canceller = true,
                         .volume_gate_attack_loudness = -60, .volume_gate_release_loudness = -70,
                         .voice_activity_detection_attack_probability = 0.9f, .voice_activity_detection_release_probability = 0.8f};
    float silence[FRAME] = {0};
    must("apm", odin_room_configure_apm(anna->room, apm));
    must("delay", odin_audio_set_stream_delay(anna->room, 40));
    must("reverse", odin_audio_process_reverse(anna->room, silence, FRAME));
    must("pause", odin_media_stream_pause(bob->media));
    must("resume", odin_media_stream_resume(bob->media));
    must("reset", odin_audio_reset(bob->media));
    apm.noise_suppression_level = (OdinNoiseSuppressionLevel)9;
    must_fail("level", "NOISE_SUPPRESSION_INVALID", odin_room_configure_apm(anna->room, apm));
    found("processing, pauses and resets are taken", true);
}

static void refuse(user *anna, OdinMediaStreamHandle microphone, const char *key) {
    char text[100];
    float sample = 0;
    OdinRoomHandle other = odin_room_create();
    must_fail("second add", "MEDIA_ADDED_BEFORE", odin_room_add_media(anna->room, microphone));
    must_fail("not joined", "ROOM_NOT_JOINED", odin_room_id(other, text, sizeof text));
    must_fail("bad token", "TOKEN_MALFORMED", odin_room_join(other, NULL, "no token"));
    must_fail("joined before", "ROOM_JOINED_BEFORE", odin_room_join(anna->room, NULL, "any"));
    must("destroy", odin_room_destroy(other));
    must_fail("destroyed", "HANDLE_UNKNOWN", odin_room_destroy(other));
    must_fail("no media", "HANDLE_UNKNOWN", odin_audio_push_data(12345, &sample, 1));
    must_fail("secret", "SECRET_KEY_KEPT", odin_access_key_secret_key(key, text, sizeof text));
    found("there is no video", !odin_video_stream_create());
    found("no key, no generator", !odin_token_generator_create("no key"));
    found("mistakes have codes, and codes have words", true);
}

static void resample(void) {
    static float in[4800], out[3000];
    double phase = 0;
    OdinResamplerHandle resampler = odin_resampler_create(48000, 16000, 1);
    for (int index = 0; index < 4800; index++, phase += 2 * M_PI * 440 / RATE) in[index] = (float)sin(phase);
    size_t few = 10, all = 3000;
    must_fail("small", "BUFFER_TOO_SMALL", odin_resampler_process(resampler, in, 4800, out, &few));
    must("resample", odin_resampler_process(resampler, in, 4800, out, &all));
    found("a resampler keeps a third", few >= 1600 && few <= 1610 && all > 1500 && all <= 1600);
    must("end", odin_resampler_destroy(resampler));
}

static void describe_keys(void) {
    char key[64], id[64], public_key[64];
    must("generate", odin_access_key_generate(key, sizeof key));
    must("id", odin_access_key_id(key, id, sizeof id));
    must("public key", odin_access_key_public_key(key, public_key, sizeof public_key));
    found("a new key has an id and a public key", strlen(key) == 44 && *id && *public_key);
}

int main(int argc, char **argv) {
    static user anna = {.name = "anna"}, bob = {.name = "bob"};
    if (argc != 4) return 2;
    found("no room before the start", !odin_room_create());
    describe_keys();
    found("another version is refused", !odin_startup("2.0.0"));
    found("the runtime starts", odin_startup_ex(ODIN_VERSION, (OdinAudioStreamConfig){RATE, 1}));
    OdinTokenGenerator *generator = odin_token_generator_create(argv[1]);
    join(&anna, argv[2], argv[3], generator);
    join(&bob, argv[2], argv[3], generator);
    odin_token_generator_destroy(generator);
    UNTIL(anna.joined && anna.connected && anna.peers && bob.joined && bob.peers);
    OdinMediaStreamHandle microphone = odin_audio_stream_create((OdinAudioStreamConfig){RATE, 1});
    must("add", odin_room_add_media(anna.room, microphone));
    double like = talk(&anna, &bob, microphone);
    printf("likeness %.3f\n", like);
    found("the tone is heard", like >= 0.9);
    exchange(&anna, &bob);
    look(&anna, &bob, argv[3]);
    configure(&anna, &bob);
    refuse(&anna, microphone, argv[1]);
    resample();
    must("destroy", odin_media_stream_destroy(microphone));
    must("close", odin_room_close(anna.room));
    found("the end is told", anna.disconnected == 1);
    UNTIL(bob.left);
    odin_shutdown(); /* which leaves Bob's room */
    found("nothing goes on after the end", !odin_room_create() && bob.disconnected == 1);
    return 0;
}
