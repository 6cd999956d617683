import { words } from '$/words/words';

export const w = words({
  title: ['佐证材料', 'Evidence'],
  add: ['把文件拖到这里，或选择文件（PDF、PNG、JPEG、xlsx，每个至多 20 MB，共至多 10 个）', 'Drop files here, or choose them (PDF, PNG, JPEG, xlsx; at most 20 MB each, ten in all)'],
  tooLarge: ['“{name}”超过 20 MB', '“{name}” is larger than 20 MB'],
  uploading: ['正在上传“{name}”', 'Uploading “{name}”'],
  attached: ['已附上“{name}”', '“{name}” is attached'],
  by: ['{who} 于 {time} 附上', 'Attached by {who}, {time}'],
  download: ['下载', 'Download'],
  differs: ['“{name}”与台账中的哈希不符，未保存', '“{name}” is not the file that the ledger names; it was not saved'],
  none: ['没有附件', 'Nothing is attached'],
  size: ['{size} KB', '{size} KB'],
});
