/** Every Vietnamese sentence that the scripts say; the fixed text of the page stands in index.html. */

export const EXAMPLES = [
  "Làm khai sinh cho con cần giấy tờ gì?",
  "Mất căn cước thì làm lại ở đâu?",
  "Cấp lại bằng lái xe hết bao nhiêu tiền?",
  "Đăng ký kết hôn mấy ngày thì xong?",
  "Đăng ký tạm trú qua mạng được không?",
  "Hồ sơ của tôi tới đâu rồi?",
];

export const WORDS = {
  user: "Anh/chị",
  bot: "Một Cửa",
  choices: "Lựa chọn",
  copy: "Chép câu trả lời",
  copied: "Đã chép",
  copiedNote: "Đã chép câu trả lời. Anh/chị dán vào nơi cần dùng nhé.",
  copyFailed: "Máy chưa cho chép tự động. Anh/chị bôi đen câu trả lời rồi chép giúp mình nhé.",
  newTab: "(mở trang mới)",
  open: "Mở trang dịch vụ",
  source: "Nguồn",
  code: "mã",
  checked: "kiểm tra ngày",
  retry: "Thử lại",
  edit: "Sửa câu hỏi",
  typing: "Mình đang tra cứu",
  typingLong: "Hơi lâu hơn mọi khi, anh/chị đợi mình chút nhé",
  received: "Mình đã nhận được tin nhắn của anh/chị.",
  busy: "Mình đang trả lời câu trước, anh/chị đợi chút nhé.",
  empty: "Anh/chị gõ câu hỏi rồi bấm Gửi nhé.",
  offline: "Máy đang mất mạng. Anh/chị kiểm tra Wi-Fi hoặc 4G; nội dung đang gõ vẫn còn đây.",
  fresh: "Đã bắt đầu cuộc trò chuyện mới.",
  alreadyFresh: "Đây đang là cuộc trò chuyện mới, anh/chị cứ hỏi nhé.",
  unanswered: "Câu này chưa có trả lời vì trang bị đóng hoặc tải lại.",
  failure: "Hệ thống đang trục trặc nên mình chưa trả lời được. Anh/chị thử lại sau ít phút nhé.",
  network: "Mình chưa kết nối được. Anh/chị kiểm tra mạng rồi thử lại nhé.",
  timeout: "Mình đợi quá 20 giây mà chưa có trả lời. Anh/chị thử lại nhé.",
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
  share: "Chia sẻ",
  linkCopied: "Đã chép liên kết tới danh sách. Anh/chị dán vào tin nhắn để gửi nhé.",
  linkNotCopied: "Máy chưa cho chép tự động. Anh/chị chép liên kết này nhé:",
  tooMany: "Đang có nhiều câu hỏi quá. Anh/chị đợi một chút rồi thử lại nhé.",
};

/** @param {number} have @param {number} all @returns {string} */
export function papersReady(have, all) {
  return have === all ? `Đã có đủ ${all}/${all} giấy tờ` : `${have}/${all} giấy tờ đã có`;
}

/** @param {number} left characters @returns {string} */
export function charactersLeft(left) {
  if (left >= 0) return `Còn ${left} ký tự.`;
  return `Dài quá ${-left} ký tự. Anh/chị rút gọn giúp mình rồi gửi nhé.`;
}

/** @param {number} seconds @returns {string} */
export function retryIn(seconds) {
  if (seconds > 90) return `${WORDS.retry} (sau ${Math.ceil(seconds / 60)} phút)`;
  return `${WORDS.retry} (sau ${seconds} giây)`;
}
