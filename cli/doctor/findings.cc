#include "cli/doctor/findings.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace lianfang::cli {
namespace {

constexpr absl::Duration kSoonEnds = absl::Hours(24 * 30);
constexpr absl::Duration kAlmostEnded = absl::Hours(24 * 7);
constexpr absl::Duration kLongestLag = absl::Seconds(60);
constexpr absl::Duration kOldestBase = absl::Hours(36);
constexpr absl::Duration kOldestLog =
    absl::Hours(1);  // pg_receivewal touches its file when something is written; a quiet night is long
constexpr double kLittleDisk = 0.15;
constexpr double kNoDisk = 0.05;

// `key="value",…` of a sample, up to the closing brace; the rest of the line is the value.
bool ParseLabels(absl::string_view& line, std::map<std::string, std::string>& labels) {
  while (!line.empty() && line.front() != '}') {
    const size_t equal = line.find("=\"");
    if (equal == absl::string_view::npos) return false;
    const std::string key(absl::StripAsciiWhitespace(line.substr(0, equal)));
    line.remove_prefix(equal + 2);
    std::string value;
    while (!line.empty() && line.front() != '"') {
      if (line.front() == '\\' && line.size() > 1) line.remove_prefix(1);
      value.push_back(line.front());
      line.remove_prefix(1);
    }
    if (line.empty()) return false;
    line.remove_prefix(1);
    if (!line.empty() && line.front() == ',') line.remove_prefix(1);
    labels[key] = value;
  }
  if (line.empty()) return false;
  line.remove_prefix(1);
  return true;
}

std::optional<Sample> ParseSample(absl::string_view line) {
  if (line.empty() || line.front() == '#') return std::nullopt;
  Sample sample;
  const size_t end = line.find_first_of("{ ");
  if (end == absl::string_view::npos) return std::nullopt;
  sample.name = std::string(line.substr(0, end));
  line.remove_prefix(end);
  if (line.front() == '{') {
    line.remove_prefix(1);
    if (!ParseLabels(line, sample.labels)) return std::nullopt;
  }
  const std::vector<absl::string_view> rest = absl::StrSplit(line, ' ', absl::SkipEmpty());
  if (rest.empty() || !absl::SimpleAtod(rest[0], &sample.value)) return std::nullopt;
  return sample;
}

// The findings of one service, as they are added.
class ServiceReport {
 public:
  ServiceReport(const std::string& service, const std::vector<Sample>& samples)
      : service_(service), samples_(samples) {}

  std::vector<Finding> Take() && { return std::move(findings_); }

  void Add(Finding finding) {
    finding.subject = service_;
    findings_.push_back(std::move(finding));
  }

  // Adds a finding for each sample of the name.
  template <typename Judge>
  void Each(absl::string_view name, Label what, Judge judge) {
    for (const Sample& sample : samples_) {
      if (sample.name != name) continue;
      Finding finding{.subject = {}, .what = what, .value = {}, .cure = {}};
      judge(sample, finding);
      Add(std::move(finding));
    }
  }

  // A gauge that must be `good`.
  void Gauge(absl::string_view name, Label what, double good, Finding::State otherwise, Label cure) {
    Each(name, what, [&](const Sample& sample, Finding& finding) {
      finding.value = absl::StrCat(LabelOf(sample), sample.value);
      if (sample.value != good) Complain(finding, otherwise, cure);
    });
  }

  static void Complain(Finding& finding, Finding::State state, Label cure) {
    finding.state = state;
    finding.cure = cure;
  }

  // The one label that tells samples of a name apart, such as a channel's.
  static std::string LabelOf(const Sample& sample) {
    return sample.labels.empty() ? "" : absl::StrCat(sample.labels.begin()->second, ": ");
  }

 private:
  const std::string& service_;
  const std::vector<Sample>& samples_;
  std::vector<Finding> findings_;
};

std::string SecondsText(double seconds) { return absl::StrFormat("%.3f s", seconds); }

std::string AgeText(absl::Duration age) {
  if (age < absl::Minutes(2)) return absl::StrCat(absl::ToInt64Seconds(age), " s");
  if (age < absl::Hours(48)) return absl::StrFormat("%.1f h", absl::ToDoubleHours(age));
  return absl::StrFormat("%d d", absl::ToInt64Hours(age) / 24);
}

void AddVersionAndClock(ServiceReport& report, absl::string_view version) {
  report.Each("lianfang_server_info", {"版本", "version"}, [&](const Sample& sample, Finding& finding) {
    const auto found = sample.labels.find("version");
    finding.value = found == sample.labels.end() ? "" : found->second;
    if (finding.value != version) {
      ServiceReport::Complain(finding, Finding::State::kSoon,
                              {"与本程序版本不同：升级未完成，或本机程序需要更新",
                               "not this program's version: an upgrade is under way, or this program is old"});
    }
  });
  double offset = 0;
  report.Each(
      "lianfang_clock_offset_seconds", {"时钟偏差", "clock offset"}, [&](const Sample& sample, Finding& finding) {
        offset = sample.value;
        finding.value = SecondsText(offset);
        if (std::abs(offset) > 0.5) {
          ServiceReport::Complain(
              finding, Finding::State::kSoon,
              {"校准本机或数据库服务器时钟（chronyc tracking）；超过 2 秒将暂停受理",
               "set the clock of this machine or of the database's (chronyc tracking); above 2 s nothing is accepted"});
        }
      });
  report.Gauge(
      "lianfang_clock_trusted", {"时钟可信", "clock trusted"}, 1, Finding::State::kBad,
      {"时钟与数据库不一致或数据库不可用，暂停受理：校准时钟，检查数据库",
       "the clock does not agree with the database's, or that is away: set the clock, look after the database"});
}

// Whether mail goes out, by what became of the messages since the service's start.
void AddMessages(ServiceReport& report, const std::vector<Sample>& samples) {
  struct Count {
    double sent = 0;
    double in_vain = 0;
  };
  std::map<std::string, Count> channels;
  for (const Sample& sample : samples) {
    if (sample.name != "lianfang_messages_total") continue;
    const auto channel = sample.labels.find("channel");
    const auto state = sample.labels.find("state");
    if (channel == sample.labels.end() || state == sample.labels.end()) continue;
    Count& count = channels[channel->second];
    if (state->second == "DELIVERY_STATE_SENT") count.sent += sample.value;
    if (state->second == "DELIVERY_STATE_DEFERRED" || state->second == "DELIVERY_STATE_FAILED") {
      count.in_vain += sample.value;
    }
  }
  for (const auto& [channel, count] : channels) {
    Finding finding{.subject = {},
                    .what = {"启动后已发送", "sent since the start"},
                    .value = absl::StrFormat("%s: %.0f", channel, count.sent),
                    .cure = {}};
    if (count.sent == 0 && count.in_vain > 0) {
      // Single mailboxes may be at fault; where the channel takes nothing at all, `lianfang_channel_down` says so.
      ServiceReport::Complain(
          finding, Finding::State::kSoon,
          {"尚无一封发出：lianfang delivery list --status deferred 和 failed 有对方的答复",
           "none has gone out: lianfang delivery list --status deferred, and failed, has the server's answers"});
    } else if (count.sent == 0 && channel == "email") {  // the others may not be set up
      ServiceReport::Complain(finding, Finding::State::kSoon,
                              {"能否发出尚未得到验证：lianfang notice send 发一封试试",
                               "that it goes out is not shown yet: send one (lianfang notice send)"});
    }
    report.Add(std::move(finding));
  }
}

void AddConnections(ServiceReport& report) {
  report.Gauge("lianfang_redis_connected", {"变更通知（Redis）", "bell (Redis)"}, 1, Finding::State::kSoon,
               {"Redis 不可用：变更晚一秒到达，不丢数据；重启 Redis",
                "Redis is away: changes travel a second late; start it again"});
  report.Gauge(
      "lianfang_channel_down", {"发送渠道", "channel"}, 0, Finding::State::kBad,
      {"邮件服务器或网关不收件，催报在等待：查看 lianfang delivery list --status deferred",
       "the mail server or gateway takes nothing, reminders wait: lianfang delivery list --status deferred says why"});
  report.Gauge("lianfang_contacts_unreachable", {"无法送达的联系人", "contacts out of reach"}, 0, Finding::State::kSoon,
               {"更正其邮箱：lianfang contact list", "correct their mailboxes: lianfang contact list"});
  report.Gauge("lianfang_reminder_roles_unreached", {"无联系人的岗位", "roles without a contact"}, 0,
               Finding::State::kSoon, {"补充联系人：lianfang contact put", "enter contacts: lianfang contact put"});
  report.Gauge("lianfang_reminders_held", {"暂停的催报", "reminders held"}, 0, Finding::State::kBad,
               {"待办来源中断，催报在等待：查看该服务日志",
                "a source of duties is silent, reminders wait: read the service's log"});
}

void AddStreams(ServiceReport& report, absl::Time now) {
  report.Each("lianfang_follower_current_timestamp_seconds", {"同步延迟", "stream's lag"},
              [&](const Sample& sample, Finding& finding) {
                if (sample.value == 0) {
                  finding.value = absl::StrCat(ServiceReport::LabelOf(sample), "-");
                  ServiceReport::Complain(
                      finding, Finding::State::kSoon,
                      {"启动后尚未收到：稍后再查；仍如此则查看日志中的 stream ended",
                       "nothing received since the start: look again; then the log's \"stream ended\" has the reason"});
                  return;
                }
                const absl::Duration lag = now - absl::FromUnixSeconds(static_cast<int64_t>(sample.value));
                finding.value = absl::StrCat(ServiceReport::LabelOf(sample), AgeText(lag));
                if (lag > kLongestLag) {
                  ServiceReport::Complain(finding, Finding::State::kBad,
                                          {"未收到来源服务的变更：查看日志中的 stream ended",
                                           "it does not hear of changes: the log's \"stream ended\" has the reason"});
                }
              });
}

void AddCalendar(ServiceReport& report) {
  report.Gauge("lianfang_calendar_unusable", {"工作日历文件", "file of working days"}, 0, Finding::State::kBad,
               {"文件有误，仍用上一份：更正 calendars/china.csv",
                "the file has a fault, the one before is in force: correct calendars/china.csv"});
  report.Gauge(
      "lianfang_calendar_missing_year", {"缺少放假通知的年份", "year without its notice of days off"}, 0,
      Finding::State::kSoon,
      {"把国务院办公厅当年放假安排写入 calendars/china.csv", "enter that year's days off into calendars/china.csv"});
}

}  // namespace

std::vector<Sample> ParseMetrics(absl::string_view text) {
  std::vector<Sample> samples;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (auto sample = ParseSample(line)) samples.push_back(*std::move(sample));
  }
  return samples;
}

std::vector<Finding> FindingsOf(const std::string& service, const std::vector<Sample>& samples,
                                absl::string_view version, absl::Time now) {
  ServiceReport report(service, samples);
  AddVersionAndClock(report, version);
  AddConnections(report);
  AddMessages(report, samples);
  AddStreams(report, now);
  AddCalendar(report);
  return std::move(report).Take();
}

Finding FindingOfSilence(const std::string& service, const std::string& fault) {
  return {.subject = service,
          .what = {"服务", "service"},
          .state = Finding::State::kBad,
          .value = fault,
          .cure = {"服务未运行或未开放指标端口：查看其日志，deploy/up 重新启动",
                   "it does not run, or not with this metrics port: read its log; deploy/up starts it"}};
}

Finding FindingOfCertificate(const std::string& file, std::optional<absl::Time> end, absl::Time now) {
  Finding finding{.subject = file, .what = {"证书剩余天数", "certificate's days left"}, .value = {}, .cure = {}};
  constexpr Label kRenew = {"换发证书：deploy/certificates，或见 docs/certificates.md",
                            "renew it: deploy/certificates, or docs/certificates.md"};
  if (!end.has_value()) {
    finding.state = Finding::State::kBad;
    finding.value = "?";
    finding.cure = {"读不出证书：检查文件和权限", "no certificate can be read from it: look at the file and its mode"};
    return finding;
  }
  const absl::Duration left = *end - now;
  finding.value = absl::StrCat(absl::ToInt64Hours(left) / 24);
  if (left < kSoonEnds) finding.state = left < kAlmostEnded ? Finding::State::kBad : Finding::State::kSoon;
  if (finding.state != Finding::State::kGood) finding.cure = kRenew;
  return finding;
}

std::vector<Finding> FindingsOfBackup(const std::string& directory, std::optional<absl::Time> base,
                                      std::optional<absl::Time> log, absl::Time now) {
  Finding whole{.subject = directory, .what = {"最近一次备份", "newest base backup"}, .value = {}, .cure = {}};
  whole.value = base.has_value() ? AgeText(now - *base) : "-";
  if (!base.has_value() || now - *base > kOldestBase) {
    whole.state = Finding::State::kBad;
    whole.cure = {"运行 deploy/backup，并每日定时运行", "run deploy/backup, and daily by cron"};
  }
  Finding part{.subject = directory, .what = {"日志归档", "log kept"}, .value = {}, .cure = {}};
  part.value = log.has_value() ? AgeText(now - *log) : "-";
  if (!log.has_value() || now - *log > kOldestLog) {
    part.state = log.has_value() ? Finding::State::kSoon : Finding::State::kBad;
    part.cure = {"长时间未写入：若近期有报送，查看 log/wal-receiver.log",
                 "nothing written for long: if something was filed since, read log/wal-receiver.log"};
  }
  return {whole, part};
}

Finding FindingOfBackupDirectory(const std::string& directory, const std::string& fault) {
  Finding finding{.subject = directory, .what = {"备份目录可写", "backups can be written"}, .value = fault, .cure = {}};
  if (!fault.empty()) {
    finding.state = Finding::State::kBad;
    finding.cure = {"检查该磁盘是否挂载、是否只读、属主是否正确；恢复后运行 deploy/backup",
                    "is its disk mounted, not read-only, and the directory the suite's own? Then run deploy/backup"};
  }
  return finding;
}

Finding FindingOfNoBackup() {
  return {.subject = "-",
          .what = {"最近一次备份", "newest base backup"},
          .state = Finding::State::kSoon,
          .value = "-",
          .cure = {"本机未设备份：deploy/backup 目录（另一块磁盘），并每日定时运行",
                   "no backup is taken here: deploy/backup DIRECTORY, on another disk, and daily by cron"}};
}

Finding FindingOfDisk(const std::string& directory, uint64_t free, uint64_t whole) {
  Finding finding{.subject = directory, .what = {"磁盘剩余", "disk left"}, .value = {}, .cure = {}};
  const double share = whole == 0 ? 0 : static_cast<double>(free) / static_cast<double>(whole);
  finding.value = absl::StrFormat("%.0f%% (%.1f GiB)", share * 100, static_cast<double>(free) / (1 << 30));
  if (share < kLittleDisk) {
    finding.state = share < kNoDisk ? Finding::State::kBad : Finding::State::kSoon;
    finding.cure = {"清理或扩容：磁盘写满后数据库停止", "make room: the database stops when the disk is full"};
  }
  return finding;
}

}  // namespace lianfang::cli
