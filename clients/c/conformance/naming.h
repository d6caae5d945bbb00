/* Names of fields as the protos have them. */
#ifndef NAMING_H
#define NAMING_H

#include <cjson/cJSON.h>

/* Renames what protobuf's JSON calls connectionId to connection_id, in all of an answer, which is returned. Keys of
   maps are renamed as well, if they look like that: none of what the cases look at is one. */
cJSON *with_names_of_proto(cJSON *answer);

#endif
