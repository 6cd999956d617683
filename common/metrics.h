// The process's Prometheus metrics, named by convention (`lianfang_<what>_<unit>[_total]`).
//
//   Metrics metrics;
//   auto& sent = metrics.Counter("lianfang_reminders_sent_total", "Reminder mails accepted by the mail server.", {});
//   sent.Increment();
#ifndef LIANFANG_COMMON_METRICS_H_
#define LIANFANG_COMMON_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"

namespace lianfang {

using Labels = std::map<std::string, std::string>;

// Thread-safe. The same name and labels give the same metric; returned references live as long as this object.
class Metrics {
 public:
  Metrics();

  prometheus::Counter& Counter(const std::string& name, const std::string& help, const Labels& labels);
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help, const Labels& labels);
  // Buckets from 100 µs to 30 s, for seconds.
  prometheus::Histogram& Seconds(const std::string& name, const std::string& help, const Labels& labels);

  // Answers `GET /metrics` on `address` (host:port) from now on. UNAVAILABLE when the address cannot be bound.
  absl::Status Expose(const std::string& address);

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_METRICS_H_
