// Settings of the portal process.
#ifndef LIANFANG_SERVICES_PORTAL_CONFIG_H_
#define LIANFANG_SERVICES_PORTAL_CONFIG_H_

#include <string>
#include <vector>

#include "common/config.h"

namespace lianfang::portal {

struct PortalConfig {
  ProcessConfig process;
  std::string https_listen;
  std::string url;                        // https://host[:port]
  std::string page;                       // directory; empty: no page
  std::string session_keys;               // file (domain/session/record_seal.h)
  std::string contracts;                  // file
  std::vector<std::string> upstreams;     // NAME=TARGET
  std::vector<std::string> duty_sources;  // NAME or NAME=TARGET
  int connections = 2048;
  double calls_per_second = 20;
  double call_burst = 120;
  double stranger_requests_per_minute = 30;
  std::string oidc_issuer;  // https://…; empty: no single sign-on
  std::string oidc_client_id;
  std::string oidc_client_secret_file;  // empty: a public client
  std::string oidc_ca = "/etc/ssl/certs/ca-certificates.crt";
};

// Declares the settings.
void AddSettings(CLI::App& app, PortalConfig& config);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_CONFIG_H_
