#include "rpc_wire.h"

#include "errors.h"

namespace odind {

RpcWire::RpcWire(const Caller& caller) : target_(caller.options().target), stub_(caller.channel()) {
  caller.Show(&context_);
  context_.set_initial_metadata_corked(true);  // sent with the config: the constructor waits for nothing
  call_ = stub_.StreamAudio(&context_);
}

void RpcWire::Send(const v1::StreamAudioRequest& request) { call_->Write(request); }

bool RpcWire::Receive(v1::StreamAudioResponse* response) {
  if (call_->Read(response)) return true;
  if (auto status = call_->Finish(); !status.ok()) throw Translated(status, target_);
  return false;
}

void RpcWire::Close() noexcept { context_.TryCancel(); }

}  // namespace odind
