/* Access keys and tokens: the daemon makes them, and keeps none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"

struct OdinTokenGenerator {
    char access_key[128];
};

static OdinReturnCode ask(const char *method, cJSON *request, const char *member, char *out, size_t size) {
    cJSON *answer = NULL;
    OdinReturnCode code;
    odind *daemon = core_daemon_for_tokens();
    if (!daemon) {
        cJSON_Delete(request);
        return core_refuse("TARGET_INVALID", "the variable ODIND_HTTP is no URL of a daemon on this machine, or https");
    }
    code = core_call(daemon, method, request, &answer);
    if (!odin_is_error(code)) code = core_text(core_member_text(answer, member), out, size);
    cJSON_Delete(answer);
    return code;
}

static OdinReturnCode describe(const char *access_key, const char *member, char *out, size_t size) {
    if (!access_key) return core_refuse("ACCESS_KEY_INVALID", "there is no access key");
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "accessKey", access_key);
    return ask("TokenService/DescribeAccessKey", request, member, out, size);
}

OdinReturnCode odin_access_key_generate(char *buf, size_t buf_len) {
    return ask("TokenService/GenerateAccessKey", cJSON_CreateObject(), "accessKey", buf, buf_len);
}

OdinReturnCode odin_access_key_id(const char *access_key, char *out_key_id, size_t out_key_id_len) {
    return describe(access_key, "keyId", out_key_id, out_key_id_len);
}

OdinReturnCode odin_access_key_public_key(const char *access_key, char *out_public_key, size_t out_public_key_len) {
    return describe(access_key, "publicKey", out_public_key, out_public_key_len);
}

OdinReturnCode odin_access_key_secret_key(const char *access_key, char *out_secret_key, size_t out_secret_key_len) {
    (void)access_key, (void)out_secret_key, (void)out_secret_key_len;
    return core_refuse("SECRET_KEY_KEPT", "the daemon gives no secret keys out; it signs tokens with the access key itself");
}

struct OdinTokenGenerator *odin_token_generator_create(const char *access_key) {
    char id[64];
    if (odin_is_error(odin_access_key_id(access_key, id, sizeof id))) return NULL;
    struct OdinTokenGenerator *generator = calloc(1, sizeof *generator);
    if (generator) snprintf(generator->access_key, sizeof generator->access_key, "%s", access_key);
    return generator;
}

void odin_token_generator_destroy(struct OdinTokenGenerator *generator) {
    if (generator) memset(generator, 0, sizeof *generator);
    free(generator);
}

OdinReturnCode odin_token_generator_create_token(struct OdinTokenGenerator *generator, const char *room_id,
                                                 const char *user_id, char *out_token, size_t out_token_len) {
    return odin_token_generator_create_token_ex(generator, room_id, user_id, NULL, out_token, out_token_len);
}

static void add_options(cJSON *request, const OdinTokenOptions *options) {
    char lifetime[32];
    static const char *const AUDIENCES[] = {"", "gateway", "sfu"};
    if (options->customer) cJSON_AddStringToObject(request, "customer", options->customer);
    if (options->audience == OdinTokenAudience_Gateway || options->audience == OdinTokenAudience_Sfu)
        cJSON_AddItemToArray(cJSON_AddArrayToObject(request, "audience"), cJSON_CreateString(AUDIENCES[options->audience]));
    if (!options->lifetime) return;
    snprintf(lifetime, sizeof lifetime, "%llus", (unsigned long long)options->lifetime);
    cJSON_AddStringToObject(request, "lifetime", lifetime);
}

OdinReturnCode odin_token_generator_create_token_ex(struct OdinTokenGenerator *generator, const char *room_id,
                                                    const char *user_id, const struct OdinTokenOptions *options,
                                                    char *out_token, size_t out_token_len) {
    if (!generator || !room_id || !user_id) return core_refuse("ARGUMENT_MISSING", "a token needs a generator, a room and a user");
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "accessKey", generator->access_key);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(request, "roomIds"), cJSON_CreateString(room_id));
    cJSON_AddStringToObject(request, "userId", user_id);
    if (options) add_options(request, options);
    return ask("TokenService/CreateToken", request, "token", out_token, out_token_len);
}
