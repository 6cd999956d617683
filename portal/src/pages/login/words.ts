import { words } from '$/words/words';

export const w = words({
  title: ['登录', 'Sign in'],
  text: ['凭部门数字证书登录。登录后只看到与本部门有关的内容。', "Sign in with your department's certificate. You will see what concerns your department."],
  certificate: ['用本机证书登录', 'Sign in with the certificate of this computer'],
  oidc: ['用统一身份认证登录', 'Sign in with the city’s single sign-on'],
  link: ['用一次性链接登录', 'Sign in with a one-time link'],
  linkText: ['管理员可在服务器上生成一次性登录链接，60 秒内有效。', 'The administrator can make a one-time link on the server; it is valid for 60 seconds.'],
  none: ['没有检测到可用的证书。请插入 UKey 后重新载入本页，或联系领导小组办公室。', 'No certificate was found. Insert your UKey and load this page again, or ask the plan office.'],
  failedTitle: ['没有登录成功', 'You are not signed in'],
  failedUnknown: ['登录没有完成，请再试一次。', 'The login was not completed. Please try again.'],
  failedSubject: ['统一身份认证的账号没有对应的联系人，请联系领导小组办公室登记。', 'No contact belongs to this account. Ask the plan office to enter one.'],
  failedAmbiguous: ['这个账号对应多个联系人，请联系领导小组办公室。', 'Several contacts belong to this account. Ask the plan office.'],
  failedRefused: ['统一身份认证拒绝了登录。', 'The single sign-on refused the login.'],
  failedExpired: ['链接或登录已过期，请重新开始。', 'The link or the login has expired. Please begin again.'],
  failedTooFast: ['尝试过于频繁，请稍后再试。', 'Too many attempts. Please try again in a moment.'],
  failedCertificate: ['没有收到证书。请插入 UKey 并在浏览器询问时选择证书。', 'No certificate came. Insert your UKey and choose the certificate when the browser asks.'],
  elsewhere: ['将在新的标签页中登录；登录后回到本页继续。', 'You sign in in a new tab; then come back to this page and go on.'],
});
