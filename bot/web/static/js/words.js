/** Every Vietnamese sentence of the modules; those of the talk itself stand in widget.js, those of the page in index.html. */

export const WORDS = {
  // Copying, sharing
  code: "mã",
  source: "Nguồn",
  checked: "kiểm tra ngày",
  copied: "Đã chép",
  copiedNote: "Đã chép câu trả lời. Anh/chị dán vào nơi cần dùng nhé.",
  copyFailed: "Máy chưa cho chép tự động. Anh/chị bôi đen câu trả lời rồi chép giúp mình nhé.",
  linkCopied: "Đã chép liên kết tới danh sách. Anh/chị dán vào tin nhắn để gửi nhé.",
  linkNotCopied: "Máy chưa cho chép tự động. Anh/chị chép liên kết này nhé:",
  // Failed messages
  retry: "Thử lại",
  edit: "Sửa câu hỏi",
  // The menu
  size: "Cỡ chữ",
  sizes: ["vừa", "lớn", "rất lớn"],
  contrast: "Tương phản cao",
  aloud: "Tự đọc câu trả lời",
  asText: "Tải cuộc trò chuyện (văn bản)",
  asPdf: "Tải cuộc trò chuyện (PDF)",
  fresh: "Cuộc trò chuyện mới",
  erase: "Xóa dữ liệu của tôi",
  eraseSaid: "xóa dữ liệu của tôi",
  on: "bật",
  off: "tắt",
  nothing: "Chưa có gì để tải. Anh/chị hỏi mình trước nhé.",
  started: "Đã bắt đầu cuộc trò chuyện mới.",
  alreadyFresh: "Đây đang là cuộc trò chuyện mới, anh/chị cứ hỏi nhé.",
  askTitle: "Bắt đầu cuộc trò chuyện mới?",
  askText: "Nội dung đang hiện sẽ bị xóa khỏi máy này và không lấy lại được.",
  keep: "Giữ lại",
  begin: "Xóa và bắt đầu mới",
  transcript: "Cuộc trò chuyện với Một Cửa, trợ lý AI về dịch vụ công",
  saved: "Tải ngày",
  user: "Anh/chị",
  bot: "Một Cửa",
  // Voice
  hush: "Dừng đọc",
  listening: "Mình đang nghe, anh/chị nói đi ạ. Bấm “Nói” lần nữa để dừng.",
  heard: "Mình ghi lại như trên. Anh/chị xem lại rồi bấm Gửi nhé.",
  notHeard: "Mình chưa nghe được gì. Anh/chị thử lại hoặc gõ giúp mình nhé.",
  noMicrophone: "Mình chưa được dùng micro. Anh/chị cho phép micro trong trình duyệt, hoặc gõ giúp mình nhé.",
  noRecogniser: "Trình duyệt này chưa nhận ra được tiếng nói. Anh/chị gõ giúp mình nhé.",
  noVoice: "Máy này chưa có giọng đọc tiếng Việt.",
  // Pictures of receipts
  dossier: "Hồ sơ",
  picture: "Gửi ảnh giấy hẹn",
  pictureHow: "Anh/chị chụp rõ mã QR hoặc mã vạch trên giấy hẹn. Mình chỉ đọc mã hồ sơ trong ảnh, không lưu ảnh lại.",
  pictureTake: "Chụp ảnh",
  pictureChoose: "Chọn ảnh có sẵn",
  pictureNot: "Thôi",
  pictureReading: "Mình đang đọc ảnh, anh/chị đợi chút nhé.",
  pictureBusy: "Mình đang đọc ảnh trước, anh/chị đợi chút nhé.",
  pictureWhich: "Anh/chị muốn xem hồ sơ nào?",
  pictureWhichText: "Trong ảnh có nhiều mã hồ sơ.",
  pictureNone: "Mình chưa thấy mã hồ sơ trong ảnh",
  pictureNoneText: "Anh/chị chụp lại thật gần mã QR hoặc mã vạch, đủ sáng, giữ máy yên và không để bóng che nhé. Anh/chị cũng có thể gõ mã hồ sơ in trên giấy hẹn.",
  pictureFailed: "Mình chưa đọc được ảnh này",
  pictureUnknown: "Máy chưa mở được ảnh này. Anh/chị gửi ảnh JPEG hoặc PNG dưới 5 MB, hoặc gõ mã hồ sơ giúp mình nhé.",
  pictureNotSent: "Mình chưa nhận được ảnh. Anh/chị kiểm tra mạng rồi gửi lại, hoặc gõ mã hồ sơ giúp mình nhé.",
  pictureOther: "Chọn ảnh khác",
  pictureType: "Để tôi gõ mã",
  // Checklists
  checklist: "Danh sách giấy tờ",
  papers: "Giấy tờ cần chuẩn bị",
  noPapers: "Nguồn chính thức chưa ghi riêng giấy tờ phải nộp cho trường hợp này. Anh/chị xem các phần dưới đây và hỏi nơi nộp hồ sơ trước khi đi nhé.",
  answers: "Theo câu trả lời của anh/chị",
  skipped: "Có câu chưa trả lời nên danh sách ghi cả giấy tờ của các trường hợp, kèm chữ “nếu”.",
  editAnswer: "Sửa",
  originals: "bản chính",
  copies: "bản sao",
  showOnly: "xuất trình rồi nhận lại",
  form: "Mẫu",
  formFile: "Tải mẫu",
  fees: "Lệ phí",
  times: "Thời gian giải quyết",
  offices: "Nơi nộp hồ sơ",
  howToFile: "Cách nộp hồ sơ",
  steps: "Các bước",
  notes: "Lưu ý",
  unknown: "Nguồn chưa nói rõ",
  tools: "In, tải và chia sẻ danh sách",
  print: "In",
  pdf: "Tải PDF",
  png: "Lưu ảnh",
  share: "Chia sẻ",
};

/** @param {number} have @param {number} all @returns {string} */
export function papersReady(have, all) {
  return have === all ? `Đã có đủ ${all}/${all} giấy tờ` : `${have}/${all} giấy tờ đã có`;
}

/** @param {number} seconds @returns {string} */
export function retryIn(seconds) {
  if (seconds > 90) return `${WORDS.retry} (sau ${Math.ceil(seconds / 60)} phút)`;
  return `${WORDS.retry} (sau ${seconds} giây)`;
}
