// The C++ client of odind, the daemon that puts programs into ODIN voice rooms. Messages are the generated
// ones, in the namespace odind::v1.
#pragma once

#include <odind/audio.h>
#include <odind/cancellation.h>
#include <odind/connection.h>
#include <odind/daemon.h>
#include <odind/error.h>
#include <odind/options.h>
#include <odind/payload.h>
#include <odind/watch.h>
