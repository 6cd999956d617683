#include "words/error_tables.h"

namespace lianfang {

absl::Span<const Message> PortalMessages() {
  static constexpr Message kMessages[] = {
      // Requests over HTTP.
      {"the body must be one envelope: a byte of flags, four of length, the message",
       "请求正文须为一个封包：一字节标志、四字节长度、报文"},
      {"the envelope of a request has no flags", "请求的封包不得带标志"},
      {"the body must be one envelope, as long as it says", "请求正文须为一个封包，长度须与其所写一致"},
      {"the body is malformed", "请求正文不符合 HTTP 格式"},
      {"the body is no JSON object", "请求正文不是 JSON 对象"},
      {"the body may have {} bytes", "请求正文最多 {1} 字节"},
      {"the body did not come in time", "请求正文未在时限内发完"},
      {"the body is not the JSON of {}: {}", "请求正文不是 {1} 的 JSON：{2}"},
      {"the content type must be application/json", "内容类型须为 application/json"},
      {"the content type must be application/connect+json", "内容类型须为 application/connect+json"},
      {"the content type must be application/json or application/proto",
       "内容类型须为 application/json 或 application/proto"},
      {"the content type must be application/connect+json or application/connect+proto",
       "内容类型须为 application/connect+json 或 application/connect+proto"},
      {"must be 1 to 10 digits, milliseconds", "须为 1 至 10 位数字，单位毫秒"},
      {"must be 1", "须为 1"},
      {"a compressed message; supported: identity", "不接受压缩的报文"},
      {"a compressed request ({}); supported: identity", "不接受压缩的请求（{1}）"},
      {"the portal does not pass on such a method", "门户没有这个接口"},
      {"an RPC is a POST", "接口只接受 POST"},
      {"a watch is a POST", "订阅只接受 POST"},
      {"this is a {}", "只接受 {1}"},
      {"too many requests are under way", "同时处理的请求过多，请稍后再试"},
      {"too many requests in a short time", "请求过于频繁，请稍后再试"},
      {"the portal is busy", "门户繁忙，请稍后再试"},
      {"the portal ends", "门户正在重启，请稍后再试"},
      {"this replica ends; open the stream again", "门户正在重启，请重新订阅"},
      {"no service {} is run here", "本系统没有运行服务 {1}"},
      {"must name the service that is asked, one of {}", "须写明所问的服务，为以下之一：{1}"},
      {"must name the service that is asked", "须写明所问的服务"},
      {"must have 1 to {} elements, has {}", "须有 1 至 {1} 项，现有 {2} 项"},
      {"must have 1 to {} bytes", "须有 1 至 {1} 字节"},
      {"must be a server stream that the portal passes on, such as lianfang.duty.v1.DutyService/WatchDuties",
       "须为门户提供的订阅接口，如 lianfang.duty.v1.DutyService/WatchDuties"},
      {"is there twice", "重复出现"},
      // Sessions.
      {"nobody is signed in", "尚未登录"},
      {"the session has ended", "登录已失效，请重新登录"},
      {"this asks for a login of the last five minutes", "此操作须在五分钟内重新登录"},
      {"the request comes from another site's page", "请求来自其他网站的页面，不予受理"},
      {"the browser has shown no certificate", "浏览器没有出示证书"},
      {"the portal is for persons; services call each other", "门户只供个人使用"},
      {"the single sign-on does not answer", "统一身份认证暂时没有响应，请稍后再试"},
      {"the single sign-on does not vouch for anybody", "统一身份认证未能确认身份，请重新登录"},
      {"the single sign-on refuses the code", "统一身份认证未能确认身份，请重新登录"},
      {"the ID token {}", "统一身份认证的凭证有误"},
      {"the store of sessions does not answer", "登录状态暂时无法读取，请稍后再试"},
      {"a login is under way under this hash", "该链接已被占用，请重新生成"},
      {"must have {} bytes, has {}", "须有 {1} 字节，现有 {2} 字节"},
      {"may have {} bytes", "最多 {1} 字节"},
      {"must be the certificate under which the call is made", "须为本次调用所用的证书"},
      {"{} is not open to the portal", "{1} 不对门户开放，须用自己的证书直接调用"},
  };
  return kMessages;
}

}  // namespace lianfang
