/* The functions of ODIN's core API, version 1.6.4, on an odind daemon: a program that was written for that API links
   with libodind_core, and is heard in rooms of the second generation.

   This header was written for odind. Its names and the shapes of its structs are those that such programs use; ODIN is
   a mark of 4Players GmbH, which has nothing to do with it. docs/ODIN-1.6.4.md says what each function becomes, and
   what cannot be. The daemon is found as by odind_open(): ODIND_HTTP, ODIND_API_KEY, ODIND_COOKIE_FILE.

   A function returns an error where odin_is_error() says so; odin_error_format() then tells in words why. Lengths of
   texts count their final 0. All functions may be called from any thread, and from event callbacks. Callbacks of one
   room come one at a time. */
#ifndef ODIND_ODIN_1_6_H
#define ODIND_ODIN_1_6_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ODIN_VERSION "1.6.4"

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

typedef enum OdinMediaStreamType {
    OdinMediaStreamType_Audio,
    OdinMediaStreamType_Video,
    OdinMediaStreamType_Invalid,
} OdinMediaStreamType;

typedef enum OdinNoiseSuppressionLevel {
    OdinNoiseSuppressionLevel_None,
    OdinNoiseSuppressionLevel_Low,
    OdinNoiseSuppressionLevel_Moderate,
    OdinNoiseSuppressionLevel_High,
    OdinNoiseSuppressionLevel_VeryHigh,
} OdinNoiseSuppressionLevel;

typedef enum OdinRoomConnectionState {
    OdinRoomConnectionState_Connecting,
    OdinRoomConnectionState_Connected,
    OdinRoomConnectionState_Disconnecting,
    OdinRoomConnectionState_Disconnected,
} OdinRoomConnectionState;

typedef enum OdinRoomConnectionStateChangeReason {
    OdinRoomConnectionStateChangeReason_ClientRequested,
    OdinRoomConnectionStateChangeReason_ServerRequested,
    OdinRoomConnectionStateChangeReason_ConnectionLost,
} OdinRoomConnectionStateChangeReason;

typedef enum OdinTokenAudience {
    OdinTokenAudience_None,
    OdinTokenAudience_Gateway,
    OdinTokenAudience_Sfu,
} OdinTokenAudience;

typedef enum OdinEventTag {
    OdinEvent_Joined,
    OdinEvent_PeerJoined,
    OdinEvent_PeerLeft,
    OdinEvent_PeerUserDataChanged,
    OdinEvent_MediaAdded,
    OdinEvent_MediaRemoved,
    OdinEvent_MediaActiveStateChanged,
    OdinEvent_RoomUserDataChanged, /* never told: rooms of the second generation have no user data */
    OdinEvent_RoomConnectionStateChanged,
    OdinEvent_MessageReceived,
} OdinEventTag;

typedef uint32_t OdinReturnCode;
typedef size_t OdinRoomHandle;
typedef size_t OdinMediaStreamHandle;
typedef size_t OdinResamplerHandle;
typedef struct OdinTokenGenerator OdinTokenGenerator;

/* 8,000 to 192,000 samples a second, 1 or 2 channels. */
typedef struct OdinAudioStreamConfig {
    uint32_t sample_rate;
    uint8_t channel_count;
} OdinAudioStreamConfig;

/* Pointers in events are valid until the callback returns. */
typedef struct OdinEvent_JoinedData {
    const char *room_id;
    size_t room_id_len;
    const uint8_t *room_user_data; /* always empty */
    size_t room_user_data_len;
    const char *customer;
    size_t customer_len;
    uint64_t own_peer_id;
    const char *own_user_id;
    size_t own_user_id_len;
} OdinEvent_JoinedData;

typedef struct OdinEvent_PeerJoinedData {
    uint64_t peer_id;
    const uint8_t *peer_user_data;
    size_t peer_user_data_len;
    const char *user_id;
    size_t user_id_len;
} OdinEvent_PeerJoinedData;

typedef struct OdinEvent_PeerLeftData {
    uint64_t peer_id;
} OdinEvent_PeerLeftData;

typedef struct OdinEvent_PeerUserDataChangedData {
    uint64_t peer_id;
    const uint8_t *peer_user_data;
    size_t peer_user_data_len;
} OdinEvent_PeerUserDataChangedData;

typedef struct OdinEvent_MediaAddedData {
    uint64_t peer_id;
    OdinMediaStreamHandle media_handle;
} OdinEvent_MediaAddedData;

typedef struct OdinEvent_MediaRemovedData {
    uint64_t peer_id;
    OdinMediaStreamHandle media_handle;
} OdinEvent_MediaRemovedData;

typedef struct OdinEvent_MediaActiveStateChangedData {
    uint64_t peer_id;
    OdinMediaStreamHandle media_handle;
    bool active;
} OdinEvent_MediaActiveStateChangedData;

typedef struct OdinEvent_RoomUserDataChangedData {
    const uint8_t *room_user_data;
    size_t room_user_data_len;
} OdinEvent_RoomUserDataChangedData;

typedef struct OdinEvent_RoomConnectionStateChangedData {
    enum OdinRoomConnectionState state;
    enum OdinRoomConnectionStateChangeReason reason;
} OdinEvent_RoomConnectionStateChangedData;

typedef struct OdinEvent_MessageReceivedData {
    uint64_t peer_id;
    const uint8_t *data;
    size_t data_len;
} OdinEvent_MessageReceivedData;

typedef struct OdinEvent {
    OdinEventTag tag;
    union {
        OdinEvent_JoinedData joined;
        OdinEvent_PeerJoinedData peer_joined;
        OdinEvent_PeerLeftData peer_left;
        OdinEvent_PeerUserDataChangedData peer_user_data_changed;
        OdinEvent_MediaAddedData media_added;
        OdinEvent_MediaRemovedData media_removed;
        OdinEvent_MediaActiveStateChangedData media_active_state_changed;
        OdinEvent_RoomUserDataChangedData room_user_data_changed;
        OdinEvent_RoomConnectionStateChangedData room_connection_state_changed;
        OdinEvent_MessageReceivedData message_received;
    };
} OdinEvent;

typedef void (*OdinEventCallback)(OdinRoomHandle room, const struct OdinEvent *event, void *extra_data);

/* Acknowledgements are 0: the runtime of the second generation does not tell them. `rtt` is in ms. */
typedef struct OdinConnectionStats {
    uint64_t udp_tx_datagrams;
    uint64_t udp_tx_acks;
    uint64_t udp_tx_bytes;
    uint64_t udp_rx_datagrams;
    uint64_t udp_rx_acks;
    uint64_t udp_rx_bytes;
    uint64_t cwnd;
    uint64_t congestion_events;
    float rtt;
} OdinConnectionStats;

typedef struct OdinApmConfig {
    bool voice_activity_detection;
    float voice_activity_detection_attack_probability;
    float voice_activity_detection_release_probability;
    bool volume_gate;
    float volume_gate_attack_loudness;
    float volume_gate_release_loudness;
    bool echo_canceller;
    bool high_pass_filter;
    bool pre_amplifier;
    enum OdinNoiseSuppressionLevel noise_suppression_level;
    bool transient_suppressor;
    bool gain_controller;
} OdinApmConfig;

typedef struct OdinAudioStreamStats {
    uint32_t packets_total;
    uint32_t packets_processed;
    uint32_t packets_arrived_too_early;
    uint32_t packets_arrived_too_late;
    uint32_t packets_dropped;
    uint32_t packets_invalid;
    uint32_t packets_repeated;
    uint32_t packets_lost;
} OdinAudioStreamStats;

/* NULL, OdinTokenAudience_None and 0 leave to the daemon what a token says. `lifetime` is in seconds. */
typedef struct OdinTokenOptions {
    const char *customer;
    enum OdinTokenAudience audience;
    uint64_t lifetime;
} OdinTokenOptions;

/* Writes the words of a code, cut to `buf_len`; returns the length that all of them need. */
size_t odin_error_format(OdinReturnCode error, char *buf, size_t buf_len);
bool odin_is_error(OdinReturnCode code);

/* Finds the daemon. `version` must begin with "1.6". The output format is 48 kHz mono, or that of `output_config`.
   Calls are counted; as many of odin_shutdown() leave all rooms. */
bool odin_startup(const char *version);
bool odin_startup_ex(const char *version, struct OdinAudioStreamConfig output_config);
void odin_shutdown(void);

/* Returns 0 before odin_startup(). */
OdinRoomHandle odin_room_create(void);
OdinReturnCode odin_room_close(OdinRoomHandle room);
OdinReturnCode odin_room_destroy(OdinRoomHandle room);
OdinReturnCode odin_room_set_event_callback(OdinRoomHandle room, OdinEventCallback callback, void *extra_data);
OdinReturnCode odin_room_set_position_scale(OdinRoomHandle room, float scale);

/* Joins, and returns once the server has confirmed it. `url` is a gateway that the daemon's settings allow; NULL, "",
   and the variable ODIND_GATEWAY set to "default" stand for the daemon's own, and any other value of that variable
   replaces it. */
OdinReturnCode odin_room_join(OdinRoomHandle room, const char *url, const char *token);
OdinReturnCode odin_room_id(OdinRoomHandle room, char *out_id, size_t out_id_len);
OdinReturnCode odin_room_customer(OdinRoomHandle room, char *out_customer, size_t out_customer_len);
OdinReturnCode odin_room_peer_id(OdinRoomHandle room, uint64_t *out_peer_id);
OdinReturnCode odin_room_connection_stats(OdinRoomHandle room, struct OdinConnectionStats *stats);

/* User data that is JSON reaches clients of the second generation as such. */
OdinReturnCode odin_room_update_peer_user_data(OdinRoomHandle room, const uint8_t *user_data, size_t user_data_length);
OdinReturnCode odin_room_update_position(OdinRoomHandle room, float x, float y, float z);
OdinReturnCode odin_room_send_message(OdinRoomHandle room, const uint64_t *peer_id_list, size_t peer_id_list_size,
                                      const uint8_t *data, size_t data_length);
OdinReturnCode odin_room_add_media(OdinRoomHandle room, OdinMediaStreamHandle media);

/* `pre_amplifier` is 6 dB, `gain_controller` the automatic gain V1. */
OdinReturnCode odin_room_configure_apm(OdinRoomHandle room, struct OdinApmConfig config);

OdinMediaStreamHandle odin_audio_stream_create(struct OdinAudioStreamConfig config);

/* Returns 0: there is no video. */
OdinMediaStreamHandle odin_video_stream_create(void);
OdinReturnCode odin_media_stream_destroy(OdinMediaStreamHandle stream);
OdinReturnCode odin_media_stream_media_id(OdinMediaStreamHandle stream, uint16_t *out_media_id);
OdinReturnCode odin_media_stream_peer_id(OdinMediaStreamHandle stream, uint64_t *out_peer_id);
enum OdinMediaStreamType odin_media_stream_type(OdinMediaStreamHandle stream);

/* Of output streams: the whole peer is not sent to us meanwhile. */
OdinReturnCode odin_media_stream_pause(OdinMediaStreamHandle stream);
OdinReturnCode odin_media_stream_resume(OdinMediaStreamHandle stream);

/* `buf_len` counts samples of all channels. An error says that 20 s wait already; what fits is spoken. */
OdinReturnCode odin_audio_push_data(OdinMediaStreamHandle stream, const float *buf, size_t buf_len);

/* Fills the buffer, with silence where nothing waits; returns how many samples were there. Up to 2 s wait. */
OdinReturnCode odin_audio_read_data(OdinMediaStreamHandle stream, float *out_buffer, size_t out_buffer_len);
OdinReturnCode odin_audio_data_len(OdinMediaStreamHandle stream);
OdinReturnCode odin_audio_reset(OdinMediaStreamHandle stream);
OdinReturnCode odin_audio_stats(OdinMediaStreamHandle stream, struct OdinAudioStreamStats *stats);

/* Adds what waits on output streams, and returns the largest count that one of them had. Where the echo canceller is
   on, it learns the sum. */
OdinReturnCode odin_audio_mix_streams(OdinRoomHandle room, const OdinMediaStreamHandle *streams, size_t stream_count,
                                      float *out_buffer, size_t out_buffer_len);

/* Samples in the output format. */
OdinReturnCode odin_audio_process_reverse(OdinRoomHandle room, float *buffer, size_t buffer_len);
OdinReturnCode odin_audio_set_stream_delay(OdinRoomHandle room, uint64_t delay_ms);

/* Resamples in this process, by SpeexDSP. */
OdinResamplerHandle odin_resampler_create(uint32_t from_rate, uint32_t to_rate, uint16_t channel_count);
OdinReturnCode odin_resampler_process(OdinResamplerHandle resampler, const float *input, size_t input_len, float *output,
                                      size_t *output_capacity);
OdinReturnCode odin_resampler_destroy(OdinResamplerHandle resampler);

/* Keys and tokens need no odin_startup(). */
OdinReturnCode odin_access_key_generate(char *buf, size_t buf_len);
OdinReturnCode odin_access_key_id(const char *access_key, char *out_key_id, size_t out_key_id_len);
OdinReturnCode odin_access_key_public_key(const char *access_key, char *out_public_key, size_t out_public_key_len);

/* Always an error: the daemon gives no secret keys out. */
OdinReturnCode odin_access_key_secret_key(const char *access_key, char *out_secret_key, size_t out_secret_key_len);

/* Returns NULL for what is no access key. */
struct OdinTokenGenerator *odin_token_generator_create(const char *access_key);
void odin_token_generator_destroy(struct OdinTokenGenerator *generator);
OdinReturnCode odin_token_generator_create_token(struct OdinTokenGenerator *generator, const char *room_id,
                                                 const char *user_id, char *out_token, size_t out_token_len);
OdinReturnCode odin_token_generator_create_token_ex(struct OdinTokenGenerator *generator, const char *room_id,
                                                    const char *user_id, const struct OdinTokenOptions *options,
                                                    char *out_token, size_t out_token_len);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
