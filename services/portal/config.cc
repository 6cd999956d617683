#include "services/portal/config.h"

#include "common/server_settings.h"
#include "common/setting.h"

namespace lianfang::portal {

void AddSettings(CLI::App& app, PortalConfig& config) {
  AddServerSettings(app, config.process);
  app.get_option("--redis-url")->required();
  AddSetting(app, "--https-listen", config.https_listen, "Address of the page and of the RPCs over HTTP, address:port")
      ->required();
  AddSetting(app, "--portal-url", config.url, "Where people find the page, https://host[:port]; links lead there")
      ->required();
  AddSetting(app, "--portal-page", config.page, "Directory of the built page; empty: RPCs alone, without a page")
      ->check(CLI::ExistingDirectory);
  AddSetting(app, "--session-keys", config.session_keys,
             "File with the keys that seal sessions in Redis, the same for all replicas: 64 hex digits a line, the "
             "first seals")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--contracts", config.contracts, "Descriptor set of all contracts, as the build writes it")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--upstreams", config.upstreams,
             "The services, NAME=TARGET by commas, such as submission=dns:///host:port")
      ->required()
      ->delimiter(',');
  AddSetting(app, "--duty-sources", config.duty_sources,
             "Services with duties, NAME or NAME=TARGET by commas; the page asks them")
      ->delimiter(',');
  AddSetting(app, "--http-connections", config.connections, "Connections that may be open; more are closed at once")
      ->check(CLI::Range(1, 1'000'000));
  AddSetting(app, "--calls-per-second", config.calls_per_second, "RPCs of one session in a second, in the long run")
      ->check(CLI::Range(0.1, 1e6));
  AddSetting(app, "--call-burst", config.call_burst, "RPCs of one session at once")->check(CLI::Range(1.0, 1e6));
  AddSetting(app, "--stranger-requests-per-minute", config.stranger_requests_per_minute,
             "Logins and answers to invitations from one address")
      ->check(CLI::Range(1.0, 1e6));
  AddSetting(app, "--oidc-issuer", config.oidc_issuer,
             "Provider of OpenID Connect, https://…; empty: no single sign-on");
  AddSetting(app, "--oidc-client-id", config.oidc_client_id, "The portal's name at the provider");
  AddSetting(app, "--oidc-client-secret-file", config.oidc_client_secret_file,
             "File with the portal's secret at the provider; empty: a public client");
  AddSetting(app, "--oidc-ca", config.oidc_ca, "Authorities of the provider's certificate, PEM");
}

}  // namespace lianfang::portal
