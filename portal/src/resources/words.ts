import { words } from '$/words/words';

export const w = words({
  number: ['编号 {id}', 'No. {id}'],
  updated: ['{time} 更新', 'updated {time}'],
  addFile: ['添加文件', 'Add a file'],
  fileHint: ['PDF、PNG、JPEG、docx、xlsx，每个至多 3 MB，至多 {count} 个', 'PDF, PNG, JPEG, docx, xlsx; at most 3 MB each, {count} in all'],
  fileTooLarge: ['“{name}”超过 3 MB', '“{name}” is larger than 3 MB'],
  fileType: ['“{name}”不是 PDF、PNG、JPEG、docx 或 xlsx', '“{name}” is no PDF, PNG, JPEG, docx or xlsx'],
  uploading: ['正在上传“{name}”', 'Uploading “{name}”'],
  remove: ['去掉', 'Remove'],
  download: ['下载附件 {number}', 'Download file {number}'],
  differs: ['附件与其哈希不符，未保存', 'The file is not what its digest says; it was not saved'],
  chooseDocument: ['选择文件，由本机计算其 SHA-256；文件本身不上传', 'Choose the file: its SHA-256 is computed here; the file itself is not uploaded'],
  documentTooLarge: ['“{name}”超过 100 MB', '“{name}” is larger than 100 MB'],
});
