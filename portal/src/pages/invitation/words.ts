import { words } from '$/words/words';

export const w = words({
  title: ['专家邀请', 'Invitation'],
  text: ['请确认能否参加。答复后即生效，不能更改。', 'Please say whether you can take part. Your answer holds at once and cannot be changed.'],
  accept: ['我能参加', 'I can take part'],
  decline: ['我不能参加', 'I cannot take part'],
  reason: ['不能参加的原因', 'Why you cannot'],
  send: ['提交答复', 'Send the answer'],
  accepted: ['已登记：您将参加', 'Recorded: you take part'],
  declined: ['已登记：您不能参加', 'Recorded: you do not take part'],
  thanks: ['谢谢您的答复。如有变化，请联系邀请函上的单位。', 'Thank you. If anything changes, contact the unit named in the invitation.'],
  bad: ['链接无效或已过期。请使用邮件中的完整链接，或联系邀请函上的单位。', 'The link is not valid. Use the whole link of the mail, or contact the unit named there.'],
});
