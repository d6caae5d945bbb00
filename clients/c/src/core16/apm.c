/* Processing of what we say: the settings of 1.6 as those of the daemon. */
#include "core.h"

static const char *const SUPPRESSION[] = {"NOISE_SUPPRESSION_NONE", "NOISE_SUPPRESSION_LOW", "NOISE_SUPPRESSION_MODERATE",
                                          "NOISE_SUPPRESSION_HIGH", "NOISE_SUPPRESSION_VERY_HIGH"};
static const double PRE_AMPLIFIER_DB = 6;

static void add_detectors(cJSON *processing, const OdinApmConfig *apm) {
    cJSON *activity = cJSON_AddObjectToObject(processing, "voiceActivity");
    cJSON_AddBoolToObject(activity, "enabled", apm->voice_activity_detection);
    cJSON_AddNumberToObject(activity, "attackProbability", (double)apm->voice_activity_detection_attack_probability);
    cJSON_AddNumberToObject(activity, "releaseProbability", (double)apm->voice_activity_detection_release_probability);
    cJSON *gate = cJSON_AddObjectToObject(processing, "volumeGate");
    cJSON_AddBoolToObject(gate, "enabled", apm->volume_gate);
    cJSON_AddNumberToObject(gate, "attackDbfs", (double)apm->volume_gate_attack_loudness);
    cJSON_AddNumberToObject(gate, "releaseDbfs", (double)apm->volume_gate_release_loudness);
}

static cJSON *processing_of(const OdinApmConfig *apm, uint64_t delay_ms) {
    cJSON *processing = cJSON_CreateObject();
    cJSON_AddStringToObject(processing, "preset", "PROCESSING_PRESET_VOICE");
    cJSON *canceller = cJSON_AddObjectToObject(processing, "echoCanceller");
    cJSON_AddBoolToObject(canceller, "enabled", apm->echo_canceller);
    if (delay_ms) cJSON_AddNumberToObject(canceller, "delayMs", (double)delay_ms);
    cJSON_AddBoolToObject(processing, "highPass", apm->high_pass_filter);
    cJSON_AddNumberToObject(processing, "preGainDb", apm->pre_amplifier ? PRE_AMPLIFIER_DB : 0);
    cJSON_AddStringToObject(processing, "noiseSuppression", SUPPRESSION[apm->noise_suppression_level]);
    cJSON_AddBoolToObject(processing, "transientSuppressor", apm->transient_suppressor);
    cJSON_AddStringToObject(processing, "gainControl", apm->gain_controller ? "GAIN_CONTROL_V1" : "GAIN_CONTROL_NONE");
    add_detectors(processing, apm);
    return processing;
}

/* Sets what was configured, or does nothing before the join, which sets it. */
OdinReturnCode core_apply_apm(core_room *room) {
    cJSON *request = core_request(room);
    if (!request) return 0;
    pthread_mutex_lock(&room->lock);
    cJSON_AddItemToObject(request, "processing", processing_of(&room->apm, room->delay_ms));
    pthread_mutex_unlock(&room->lock);
    return core_call(core_daemon_for_tokens(), "ProcessingService/SetProcessing", request, NULL);
}

OdinReturnCode odin_room_configure_apm(OdinRoomHandle handle, OdinApmConfig config) {
    if (config.noise_suppression_level > OdinNoiseSuppressionLevel_VeryHigh)
        return core_refuse("NOISE_SUPPRESSION_INVALID", "there is no such level of noise suppression");
    core_room *room = core_get(handle, CORE_ROOM);
    if (!room) return core_refuse("HANDLE_UNKNOWN", "there is no such room");
    pthread_mutex_lock(&room->lock);
    room->apm = config;
    room->has_apm = true;
    pthread_mutex_unlock(&room->lock);
    OdinReturnCode code = core_apply_apm(room);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_audio_set_stream_delay(OdinRoomHandle handle, uint64_t delay_ms) {
    core_room *room = core_get(handle, CORE_ROOM);
    if (!room) return core_refuse("HANDLE_UNKNOWN", "there is no such room");
    pthread_mutex_lock(&room->lock);
    room->delay_ms = delay_ms;
    bool applies = room->has_apm;
    pthread_mutex_unlock(&room->lock);
    OdinReturnCode code = applies ? core_apply_apm(room) : 0;
    core_put(&room->thing);
    return code;
}
