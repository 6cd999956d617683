#include "services/notification/channels/email/email_channel_type.h"

#include <utility>

#include "common/setting.h"
#include "services/notification/channels/email/curl_smtp_transport.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {
namespace {

// The channel, and the transport that it refers to.
class SmtpChannel : public EmailChannel {
 public:
  SmtpChannel(std::unique_ptr<MailTransport> transport, NamedMailbox from, ChannelLimits limits)
      : EmailChannel(*transport, std::move(from), limits), transport_(std::move(transport)) {}

 private:
  const std::unique_ptr<MailTransport> transport_;
};

}  // namespace

std::string EmailChannelType::id() const { return kEmailChannel; }

void EmailChannelType::AddSettings(CLI::App& app) {
  AddSetting(app, "--smtp-url", url_,
             "Mail server: smtp://user:password@host:port (STARTTLS) or smtps:// (TLS from the first byte)")
      ->required();
  AddSetting(app, "--smtp-password-file", password_file_,
             "File with the mail server's password, as it is; goes before the URL's")
      ->check(CLI::ExistingFile);
  AddSetting(app, "--smtp-ca", ca_, "Certificates that the mail server's must lead to, PEM")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(
      app, "--smtp-ehlo-name", ehlo_name_,
      "Name that this machine gives itself to the mail server (EHLO), such as notice.city.example; its host name "
      "where it is not given. Servers may want a fully-qualified one");
  AddSetting(app, "--smtp-auth", auth_,
             "Mechanisms that the password may be shown by, of PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, NTLM, GSSAPI, by "
             "commas");
  AddSetting(app, "--mails-per-minute", per_minute_, "At most so many, of all replicas together; 0: no limit")
      ->check(CLI::Range(0, 100'000));
  AddSetting(app, "--smtp-connections", connections_, "Connections to the mail server at the same time")
      ->check(CLI::Range(1, 16));
  AddSetting(app, "--smtp-timeout-seconds", timeout_seconds_, "The longest that sending a mail may take")
      ->check(CLI::Range(1.0, 600.0));
}

absl::StatusOr<std::unique_ptr<Channel>> EmailChannelType::Open(const ChannelSender& sender) const {
  const absl::Duration timeout = absl::Seconds(timeout_seconds_);
  auto transport = CurlSmtpTransport::Create({.url = url_,
                                              .password_file = password_file_,
                                              .ca_file = ca_,
                                              .ehlo_name = ehlo_name_,
                                              .auth_mechanisms = auth_,
                                              .timeout = timeout});
  if (!transport.ok()) return transport.status();
  return std::make_unique<SmtpChannel>(
      *std::move(transport), NamedMailbox{sender.display_name, sender.email},
      ChannelLimits{.connections = connections_, .attempt_time = timeout, .per_minute = per_minute_});
}

}  // namespace lianfang::notification
