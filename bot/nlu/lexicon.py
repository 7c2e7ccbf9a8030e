"""The phrases that give an intent away, in the words of citizens. Data only; ``cues.py`` matches them.

Of each intent, strong phrases decide by themselves and weak ones only lean. Phrases are separated by commas and carry full
diacritics; unaccented and half-accented spellings match too. Topic words (passport, land, marriage) stay out on purpose.
"""

from __future__ import annotations

STRONG: dict[str, str] = {
    "ask_documents": """
        giấy tờ gì, giấy tờ nào, những giấy tờ, các giấy tờ, loại giấy tờ, bao nhiêu giấy tờ, giấy gì, cần giấy, thiếu giấy, hồ sơ gồm,
        hồ sơ bao gồm, thành phần hồ sơ, hồ sơ cần, hồ sơ những gì, hồ sơ như nào, hồ sơ thế nào là đủ, hồ sơ ra sao, bộ hồ sơ, cần
        những gì, cần mang gì, mang gì, mang theo gì, mang những gì, đem gì, đem theo gì, đem những gì, xách theo, chuẩn bị gì, chuẩn bị
        những gì, cần chuẩn bị, nộp những gì, nộp những giấy, cần nộp gì, gồm những gì, gồm gì, gồm có gì, mấy bản sao, mấy bản, mấy bộ,
        cần mấy thứ, bao nhiêu bộ, bản gốc hay bản sao, bản chính hay bản sao, bản sao hay bản chính, bản photo, photo công chứng, cần
        công chứng không, có cần công chứng, có cần bản sao, có cần ảnh, mấy tấm ảnh, ảnh cỡ, ảnh thẻ, hồ sơ gì, hồ sơ nào, kèm theo
        giấy, yêu cầu giấy tờ, đủ giấy tờ, danh sách giấy tờ, có cần sổ hộ khẩu, có cần căn cước, cần gì ạ, cần gì vậy, cần gì không,
        cần gì nữa, thì cần gì, bản gốc không, giấy kèm, kẹp thêm, danh mục hồ sơ, nộp kèm, phải kèm, gửi kèm, mang theo những, mang
        theo giấy, cầm theo, hình thẻ, những thứ gì, tài liệu gì, những tài liệu, đem theo cái gì, giấy to gì, giấy tờ làm, giấy tờ để
        làm, hồ sơ để, hồ sơ thì thế nào, còn hồ sơ thì sao, loại giấy nào, giấy nào, nộp cái gì, nộp gì, đưa gì, đưa ra gì, đưa ra cái
        gì, chứng từ gì, chứng từ nào, giấy tờ ra sao, giấy tờ thế nào, giấy tờ chi, có cần nộp, có cần đem, có cần mang, có cần giấy,
        có cần khám, có cần chụp, bản chính không, mấy tấm hình, mấy tấm, tờ nào, tờ gì, thêm gì, thêm giấy, photo được, photo có được,
        bản sao được, bản sao có được, cần những giấy, mấy thứ giấy, mấy tờ giấy, mấy loại giấy, mấy giấy, cầm giấy, có phải nộp bản, có
        phải nộp lại, nộp bản gốc không, cái gì theo, có cần scan, có cần photo, có cần kèm, cầm gì, cầm những gì, chuẩn bị thế nào,
        chuẩn bị sao, chụp hình mấy""",
    "ask_fee": """
        bao nhiêu tiền, mấy tiền, bao tiền, nhiều tiền, hết tiền, tốn tiền, mất tiền, tốn bao nhiêu, hết bao nhiêu, mất bao nhiêu phí,
        lệ phí, mức phí, mức thu, chi phí, phí là bao nhiêu, phí bao nhiêu, phí thế nào, phí không, phí gì, đóng phí, nộp phí bao nhiêu,
        thu phí, phí nào, miễn phí, miễn lệ phí, giảm phí, giá bao nhiêu, giá mấy, giá sao, đóng bao nhiêu, đóng tiền, nộp bao nhiêu
        tiền, trả tiền, trả bao nhiêu, mấy đồng, mấy nghìn, mấy trăm, mấy ngàn, mấy triệu, bao nhiêu đồng, lấy tiền không, mất phí, tốn
        phí, tốn kém, thuế trước bạ, phí trước bạ, tiền phạt, phạt bao nhiêu, phạt mấy, án phí, giá cả, biểu phí, tốn mấy, tốn nhiều, có
        phải trả, thu tiền, bớt tiền, tổng cộng, tiền làm, tiền sử dụng đất, nộp thêm tiền, nộp thêm bao nhiêu, nộp thêm mấy, free, giá
        với, mắc không, rẻ hơn, thu bao nhiêu, trả thêm, đồng nào không, phí cao, phí có, nhiêu tiền, hết nhiêu, tốn nhiêu, tốn đồng,
        mất đồng, trả đồng, mất mấy tiền, hết mấy tiền, xu nào, cắc nào, bao nhiêu xu, mất bao nhiêu, tốn xiền, mất xiền, có phải nộp
        thuế, mấy đô, mấy chục, mấy củ, mấy lít, tính thêm tiền, tiền nong, tốn cỡ, tốn khoảng, tốn chừng, hết cỡ, hết khoảng, hết
        chừng, mất khoảng, thuế má, phải đóng thuế, nộp thuế, phí chi, giảm tiền, phí bao tiền, lấy bao nhiêu, thu nhiêu, tính sao, tính
        thế nào, thuế tính, bảng giá, giá có, giá khác, khoản nào, khoản gì, những khoản, các khoản""",
    "ask_time": """
        bao lâu, mấy ngày, mấy tuần, mấy tháng, mấy hôm, mấy bữa, bao nhiêu ngày, bao nhiêu tuần, bao nhiêu tháng, thời gian giải quyết,
        thời hạn giải quyết, thời hạn, thời gian xử lý, thời gian làm, thời gian cấp, thời gian bao, khi nào xong, chừng nào xong, khi
        nào có, bao giờ có, bao giờ xong, chừng nào có, khi nào lấy được, bao giờ lấy, khi nào được nhận, bao giờ được nhận, lâu không,
        nhanh không, lấy liền, lấy ngay, trong ngày, làm nhanh, cấp nhanh, mất thời gian, hạn bao, hết hạn khi nào, có giá trị bao, có
        giá trị trong, mấy năm thì, trước mấy ngày, chậm nhất, khi nào, bao giờ, chừng nào, hôm nào, tháng nào, mấy năm, lâu lắm, thời
        gian sao, còn thời gian, kịp, hôm nào được, được lâu, hạn chót, hết hạn, nhanh nhất, thời gian trả kết quả, mấy ngày có kết quả,
        bao lâu có kết quả, mấy hôm được, khi đâu, bữa đâu, chừng đâu, bữa nào, ngày nào, lâu mau, lâu hông, nhanh hơn, bao nhiêu hôm,
        mấy bữa nữa, đợi lâu, chờ lâu, đợi tới khi, chờ tới khi, ngày mấy, tháng mấy, lúc nào, hồi nào, còn kịp, có kịp,
        kịp không, mấy hôm nữa, có muộn,
        có trễ, có lâu, lâu vậy, trong buổi""",
    "ask_place": """
        nộp ở đâu, làm ở đâu, đăng ký ở đâu, xin ở đâu, cấp ở đâu, đến đâu để, đi đâu, ra đâu, tới đâu để, ở chỗ nào làm, nơi nộp, nơi
        làm, nộp tại đâu, làm tại đâu, nộp chỗ nào, làm chỗ nào, nơi nào, cơ quan nào, cơ quan gì, thẩm quyền, ở phường hay, ở xã hay,
        lên xã hay, lên phường hay, ra phường hay, xã hay huyện, phường hay quận, tỉnh hay xã, đâu làm, đâu cấp, cấp nào giải quyết, ai
        cấp, bên nào cấp, bên nào làm, nộp cho ai, gửi đi đâu, gửi về đâu, nộp về đâu, phải về quê, về quê làm, về quê mới, khác tỉnh,
        tỉnh khác, nơi tạm trú, nơi thường trú, làm ở nơi, làm tại nơi, ra công an hay, xã nào cũng, đâu cũng được, nộp đâu, làm đâu, ở
        đâu, đâu vậy, chỗ nào, phường nào, xã nào, tỉnh nào, bên nào, sở nào, cục nào, bệnh viện nào, trung tâm nào, phòng nào, trường
        nào, lên huyện, hay lên huyện, hay ra, hay lên, bộ phận nào, ai giải quyết, nguyên quán, tới đâu nộp, đem tới đâu, nộp vào đâu,
        nộp cho sở, nộp cho cơ quan, báo chỗ nào, đến chỗ nào, về tỉnh, chỗ nộp, cấp nào, bên công an hay, phải về, đến đâu, ra đâu làm,
        làm ở phường, làm ở xã, làm ở tỉnh, phường bên, bên vợ hay, bên chồng hay, tại đâu, lên đâu, vô đâu, xuống đâu, qua đâu, tới đâu
        xin, tới đâu làm, quận mấy, chỗ đâu, hay ủy ban, hay công an, hay tỉnh, hay xã, hay phường, hay sở, hay thôn, hay bảo hiểm, hay
        văn phòng, hay trung tâm, hay về quê, nhà gái hay, nhà trai hay, nộp cho chỗ, gửi đến đâu, gửi cho đâu, hay về, hay ở, hay bộ,
        hay cho, hay trường, hay công ty, tòa nào, toà nào, đưa cho ai, gửi cho ai, nộp ai,
        giấy tờ cho ai, hồ sơ cho ai, đơn cho ai, giấy cho ai""",
    "ask_online": """
        online, onl, trực tuyến, qua mạng, trên mạng, qua web, trên web, qua internet, qua app, qua ứng dụng, qua vneid, trên vneid, nộp
        qua cổng, trên cổng, qua dịch vụ công, trên dịch vụ công, tại nhà được không, ở nhà làm, ngồi nhà, không cần ra phường, khỏi ra
        phường, khỏi đi, toàn trình, một phần, hồ sơ điện tử, bản điện tử nộp, đặt lịch, đặt hẹn, qua bưu điện được, bưu chính, gửi qua
        email, qua zalo được không, nộp giấy hay, trực tiếp hay, nộp mạng, bằng mạng, lên mạng, trang web nào, trang nào, web nào, link,
        nộp điện tử, khai điện tử, gửi điện tử, đơn điện tử, bằng điện thoại, trên điện thoại, từ xa, tận nơi không, làm ở nhà, nộp từ
        nhà, trên hệ thống, trên app, app nào, qua cổng, qua vssid, qua etax, lên dịch vụ công, cổng nào, scan, gửi lên được, trên máy
        tính, trên vssid, onlai, onlain, on lai, bấm điện thoại, khỏi lên, khỏi ra, khỏi tới, gửi mạng, bấm trên, bằng vneid, bằng app,
        trên máy, bằng máy tính, chụp hình gửi, chụp hình nộp""",
    "ask_conditions": """
        điều kiện, đủ điều kiện, yêu cầu gì, tiêu chuẩn, tiêu chí, đối tượng nào, đối tượng được, trường hợp nào được, trường hợp nào,
        có được không, có đủ, bao nhiêu tuổi, mấy tuổi, đủ tuổi, chưa đủ tuổi, độ tuổi, có được hưởng, được hưởng không, có được cấp, có
        được đăng ký, có được làm, ai được, những ai được, bắt buộc phải có, có bắt buộc, có phải làm không, có cần phải đăng ký, có cần
        xin phép, có cần đăng ký, phải đăng ký không, tối thiểu bao nhiêu, ít nhất bao nhiêu, được quyền, có được phép, đã đủ, có được
        tính, được tính không, thuộc diện, có thuộc diện, giới hạn tuổi, đáp ứng những gì, phải xin phép, có phải xin phép, có cần giấy
        phép, mới được cấp, mới được duyệt, mới phải, có bị từ chối, bao nhiêu năm thì, đòi hỏi, tối đa mấy, tối thiểu, có được nhận, có
        được đổi, có được nghỉ, được xét không, thì được không, có xin được, có làm được, lên thổ cư được không, sang tên được không, có
        điều kiện, còn điều kiện, ai thì được hưởng, có đủ tiêu chuẩn, có được rút, có được lãnh, có được lĩnh, chế độ gì, chế độ nào,
        khoản trợ cấp, khoản hỗ trợ, bao nhiêu mét, mấy mét, được hưởng gì, hỗ trợ gì, trợ cấp gì, có được trợ cấp""",
    "ask_form": """
        mẫu đơn, mẫu tờ khai, tờ khai, biểu mẫu, đơn mẫu, mẫu số, mẫu nào, mẫu gì, mẫu giấy, xin mẫu, tải mẫu, tải đơn, tải về mẫu, file
        mẫu, mẫu word, điền mẫu, điền đơn, viết đơn, ghi đơn, điền tờ, đơn xin, đơn đề nghị, đơn gì, dùng đơn nào, phiếu khai, mẫu mới,
        cách điền, cách ghi, ghi thế nào trong, mục này ghi, khai thế nào cho đúng, viết tay hay, đánh máy, form, mẫu""",
    "ask_result": """
        kết quả là gì, kết quả gì, nhận được gì, được cấp gì, được giấy gì, cấp giấy gì, nhận kết quả, lấy kết quả, trả kết quả, kết quả
        thủ tục, ra giấy gì, nhận về giấy, kết quả giao, giao tận nhà, gửi về nhà, gửi tận nhà, ship về, trả qua bưu điện, bản điện tử
        hay giấy, bản giấy hay điện tử, bản cứng, kết quả có, lấy giùm, lấy hộ kết quả, cầm về, kết quả, kết quả nhận, trả về, nhận ở
        đâu, lấy ở đâu, kết quả ở đâu, về tận nhà, nhận hộ chiếu ở, lấy thẻ ở, bản cứng hay, cấp mấy bản, xong được cấp, xong thì được,
        nhận bản, trả kết quả ở đâu, nhận lại bản, nhận được giấy, cấp bản, còn kết quả, nơi nhận kết quả, lấy thay kết quả, nhận được
        cái gì, được cái gì, thẻ cứng, cầm giấy gì về, được phát""",
    "ask_legal_basis": """
        căn cứ pháp lý, cơ sở pháp lý, luật nào, luật gì, theo luật, nghị định, thông tư, điều luật, điều mấy, khoản mấy, điều khoản,
        văn bản nào, văn bản pháp luật, quy định nào, quy định ở đâu, quy định tại, theo quy định nào, theo văn bản, số hiệu văn bản,
        căn cứ nào, căn cứ vào đâu, căn cứ luật, dựa vào luật, dựa trên luật, dựa vào đâu, ai quy định, quyết định số, cơ sở luật, nghị
        quyết, bộ luật""",
    "ask_who": """
        ủy quyền, làm thay, nộp thay, đi thay, nộp giùm, làm giùm, đi giùm, nộp dùm, làm dùm, nhờ người, người khác nộp, người khác làm,
        người khác đi, nhờ ai, nhờ vợ, nhờ chồng, nhờ con, nhờ em, ai đi làm, ai được nộp, ai nộp, ai phải đi, ai đi nộp, ai làm, người
        thân làm, ba mẹ làm, bố mẹ làm, phải đích thân, đích thân, chính chủ, có mặt, cả hai vợ chồng, hai vợ chồng cùng, đi một mình,
        tự đi, ai ký, ai đứng đơn, ai là người, người nộp, làm cho con được, đại diện, thay được không, làm thay được, nộp thay được, đi
        làm được không, xin giùm, ký giùm, ký thay, tự mình, cần người thân, đi đăng ký cho, nhờ bạn, nhờ tài xế, chủ xe, một người đi,
        có cần cha, có cần mẹ, có cần chủ, ai nhận thay, người nhà, làm cho cha, làm cho mẹ, làm cho bố, làm giúp, đi giúp, nộp giúp,
        người khác đi thay, người khác thì, nộp hộ được, nộp hộ cho, đi hộ được, thay con, thay cha, thay bố, thay mẹ, thay chồng, thay
        vợ, thay cho người, dùm được, giùm được, làm hộ được, ai có quyền, làm hộ cho, đi hộ cho, đi lấy giùm, lấy giùm, lấy dùm""",
    "ask_how": """
        làm thế nào, làm như thế nào, làm sao để, làm sao, thủ tục thế nào, thủ tục như thế nào, thủ tục ra sao, thủ tục làm, các bước,
        từng bước, từ đầu tới cuối, từ đầu đến cuối, mấy bước, bước nào, trình tự, quy trình, cách làm, cách đăng ký, cách nộp, cách
        xin, hướng dẫn, chỉ cách, bằng cách nào, cách nào, thực hiện thế nào, tiến hành, phải làm gì, cần làm gì, phải làm sao, làm gì
        trước, bắt đầu từ đâu, như thế nào, kiểu gì, đăng ký sao, xin sao, nộp sao, làm ntn, cách thức, làm kiểu gì, làm như nào, thế
        nào, sao cho đúng, thủ tục gì, hướng dẫn làm, hướng dẫn tôi, cần thủ tục, thủ tục cần, các thủ tục, qui trình, thì làm sao, phải
        sao, ra làm sao, xử lý sao, ra sao, mấy cửa, bấm chỗ nào, bấm vào đâu, mục nào, những khâu nào, khâu nào""",
    "dossier_status": """
        hồ sơ của tôi, hồ sơ của em, hồ sơ của mình, hồ sơ tôi, hồ sơ tui, hồ sơ em, tra cứu hồ sơ, tra hồ sơ, kiểm tra hồ sơ, xem hồ
        sơ, theo dõi hồ sơ, tình trạng hồ sơ, tiến độ hồ sơ, trạng thái hồ sơ, mã hồ sơ, hồ sơ đến đâu, hồ sơ tới đâu, hồ sơ xong chưa,
        hồ sơ đã nộp, đã nộp hồ sơ, nộp hồ sơ rồi, xong chưa, có kết quả chưa, có chưa, duyệt chưa, xử lý đến đâu, giải quyết đến đâu,
        giải quyết xong chưa, tiếp nhận chưa, sao chưa có kết quả, chưa thấy trả, hồ sơ bị trả, bổ sung hồ sơ, trễ hẹn, quá hạn trả, số
        biên nhận, giấy hẹn, rút hồ sơ, hủy hồ sơ, của em tới đâu, của tôi tới đâu, của tôi đến đâu, của em đến đâu, đến đâu rồi, tới
        đâu rồi, ra chưa, ra tới đâu, ở bước nào, ở khâu nào, tới khâu nào, chưa thấy, sao chưa có, sao chưa, vẫn chưa có, qua ngày hẹn,
        quá hẹn, trạng thái, đang xử lý, bị trả lại, yêu cầu bổ sung, mã vận đơn, biên nhận, kiểm tra giúp, kiểm tra giùm, có quyết định
        chưa, có ai xem chưa, về phường chưa, hồ sơ số, hồ sơ bị, rồi mà chưa, nộp rồi mà, hồ sơ đang ở, hồ sơ đang xử lý, hồ sơ đang
        chờ""",
    "handoff": """
        gặp người, gặp nhân viên, gặp cán bộ, gặp tư vấn viên, gặp tổng đài, nói chuyện với người, nói chuyện với cán bộ, người thật,
        nhân viên thật, tư vấn viên, tổng đài viên, chuyển máy, chuyển cho người, chuyển cho cán bộ, chuyển người, kết nối với, tổng
        đài, hotline, đường dây nóng, call center, số điện thoại hỗ trợ, gọi điện cho ai, gọi lại cho tôi, gọi cho tôi, người hỗ trợ, hỗ
        trợ viên, liên hệ ai, hỏi trực tiếp, nói trực tiếp, không nói chuyện với máy, không muốn nói chuyện với robot, operator, cho
        gặp, nối máy, kết nối, gặp ai, cán bộ đâu, nhân viên đâu, có ai không, nói chuyện với ai, hỏi người, cần tư vấn, tư vấn trực
        tiếp, người tư vấn, gọi điện cho, số tổng đài, gặp người phụ trách, số hotline, human, hỏi cán bộ""",
    "complaint": """
        khiếu nại, phản ánh, tố cáo, góp ý, phàn nàn, bức xúc, thái độ, hách dịch, nhũng nhiễu, hạch sách, vòi tiền, hành dân, quát,
        thất vọng, không hài lòng, kiến nghị, làm ăn kiểu gì, vô trách nhiệm, chậm trễ, đòi bồi dưỡng, vòi vĩnh, gây khó dễ, làm khó, tố
        giác, quan liêu, tắc trách, làm việc chậm, gây khó, phiền hà, bồi dưỡng, đánh giá 1 sao, cò mồi, bất công, không chấp nhận, quá
        đáng, lề mề, hành là chính, cửa quyền, chửi dân, đuổi về, hối lộ, phong bì, tham nhũng vặt""",
    "account_help": """
        đăng nhập, mật khẩu, tài khoản dịch vụ công, tài khoản cổng, tài khoản vneid, tạo tài khoản, lập tài khoản, mở tài khoản, khóa
        tài khoản, mã otp, otp, kích hoạt, passcode, định danh mức 2, định danh điện tử, mức 2, cài vneid, cài app, app vneid, vneid bị,
        vneid lỗi, quên tài khoản, đổi số điện thoại, xác thực khuôn mặt, nfc, sinh trắc học, tích hợp vào vneid, đổi máy, mã xác
        nhận, không vào được, vào lại được, captcha, tài khoản, chữ ký số, vneid sai, vneid không, vneid báo, đăng xuất, đăng kí tài
        khoản, tích hợp, quét khuôn mặt, khuôn mặt không, quên mk, vô vneid, vào vneid, trang bị lỗi, web bị lỗi, đăng nhập vssid, vssid
        lỗi, vssid bị, vssid không""",
    "payment_help": """
        thanh toán, trừ tiền, hoàn tiền, chuyển khoản, mã qr, quét mã, quét qr, nộp tiền qua, nộp phí online, nộp phí qua, nộp lệ phí
        qua, ví điện tử, momo, zalopay, viettel money, thẻ tín dụng, thẻ visa, biên lai, hóa đơn, giao dịch, ngân hàng nào, trả lại
        tiền, đóng nhầm, nộp nhầm, nộp thừa, chuyển nhầm, cổng thanh toán, trả góp được, số tài khoản nộp, tài khoản kho bạc, nộp tiền
        chưa, đóng tiền rồi mà, nộp tiền rồi mà, đã nộp tiền, trừ tiền hai lần, trừ tiền 2 lần, tiền mặt, quẹt thẻ, trả lại lệ phí, lấy
        lại tiền, hoàn phí, hoàn lại, mobile money, khoản nộp, không đóng được tiền, không trả được, thanh toán bị lỗi, bằng momo""",
    "office_hours": """
        mấy giờ, giờ làm việc, giờ hành chính, giờ mở cửa, mở cửa, đóng cửa, thứ bảy, thứ 7, chủ nhật, cuối tuần, nghỉ lễ, nghỉ tết,
        nghỉ trưa, làm việc không, giờ giấc, ngày lễ, lịch làm việc, lịch tiếp dân, thứ mấy, buổi trưa, ngoài giờ, có nghỉ không, giờ
        nghỉ, còn làm việc, trực trưa, tiếp dân, tiếp công dân, nghỉ hay trực, còn kịp không, buổi tối có, buổi chiều có, buổi sáng có,
        buổi nào, giờ nào, giờ tiếp dân, khung giờ, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, nghỉ từ ngày nào, nghỉ ngày nào, có ai
        trực, có nghỉ, mùng mấy, nghỉ bù, còn làm không, ngày nào làm việc, t7, cn, ra lúc""",
    "office_place": """
        địa chỉ, chỉ đường, đường nào, nằm ở đâu, trụ sở, ở chỗ mô, số điện thoại của, số điện thoại phường, số điện thoại xã, số điện
        thoại công an, số điện thoại ủy ban, ủy ban ở đâu, ủy ban nhân dân ở đâu, ủy ban phường ở đâu, công an phường ở đâu, trung tâm
        hành chính công ở đâu, một cửa ở đâu, bộ phận một cửa ở đâu, bản đồ, google map, gần nhất, gần đây, dời về, dọn về, chuyển đi
        đâu, tầng mấy, quầy số, mấy cơ sở, email của, fanpage, chi nhánh nào, ủy ban ở, phường ở đâu, xã ở đâu, công an ở đâu, công an
        xã ở đâu, công an huyện ở đâu, công an tỉnh ở đâu, trung tâm ở đâu, hành chính công ở, sở tư pháp ở, đất đai ở đâu, bảo hiểm ở
        đâu, bảo hiểm xã hội ở đâu, chi cục thuế ở, thuế ở đâu, tòa án ở, kho bạc ở, đường đến, đường đi, đường tới, số nhà, định vị,
        cho số điện thoại, số điện thoại, sđt, số máy, trang web của, zalo của, liên lạc, chuyển về đâu, sáp nhập vào, nằm đường, đường
        gì, chỗ gửi xe, nằm chỗ nào, ở số mấy, gọi số mấy, gọi số nào, cách bao xa, gần phường""",
    "greeting": """
        xin chào, chào bạn, chào em, chào anh, chào chị, chào ad, chào bot, chào buổi, alo, a lô, hello, hé lô, hi, hí, chào cô, chào
        chú, chào, em ơi, bạn ơi, ad ơi, shop ơi, bot ơi, hey, good morning, cho hỏi chút, cho hỏi tí, cho em hỏi, cho mình hỏi, cho tôi
        hỏi, xin chào bạn, chào ạ, dạ chào, có ai ở đó, có ai đó không, chào mọi người, chào tổng đài, hi ad, hi bạn, hello bạn, chào
        cán bộ""",
    "thanks": """
        cảm ơn, cám ơn, thank, thanks, thank you, tks, thanks you, cảm tạ, biết ơn, hữu ích, camon, cảm ơn nhiều, tốt quá, hay quá,
        tuyệt vời, arigato, cám ơn nhiều, thks, c ơn, cmon, hiểu rồi, trân trọng, tuyệt, giỏi quá, đội ơn, quá đỉnh, merci, good job, dễ
        hiểu""",
    "goodbye": """
        tạm biệt, hẹn gặp lại, bye, bai bai, bái bai, goodbye, chào tạm biệt, thôi chào, see you, hẹn lần sau, kết thúc, hết câu hỏi,
        không hỏi nữa, dừng ở đây, off nhé, out nha, xong rồi chào, tắt máy, mai hỏi tiếp, lúc khác hỏi, bb, pp, gút bai, out đây, off
        đây, đi ngủ đây, good night, hết rồi thôi, không cần gì thêm, lát nói sau, mai tôi quay lại, gặp lại sau, exit, quit, xin phép
        dừng, chào nhé, thôi nha, đi đây""",
    "who_are_you": """
        bạn là ai, em là ai, mày là ai, bạn tên gì, tên gì, là robot, là bot, là máy, là ai, chatbot, người hay máy, máy hay người, bạn
        làm được gì, làm được những gì, giúp được gì, hỏi được gì, hỏi được những gì, bạn là gì, ai tạo ra, ai làm ra bạn, trợ lý ảo,
        trợ lý gì, là ai vậy, trang này của, có đáng tin, có chính xác không, lấy thông tin từ đâu, có lưu, bạn biết gì, trí tuệ nhân
        tạo, nói chuyện với ai, help, trợ giúp, giới thiệu về bạn, giới thiệu bản thân, bạn biết làm gì, chức năng gì, trang chính thức,
        lừa đảo không, chatgpt, chat gpt, do ai quản lý, ai trả lời, có thể hỏi gì, hỏi bạn chuyện gì, bạn làm được, bạn giúp được, bạn
        là nam, là người thật hay, người thật hay, bạn ở đâu, bạn bao nhiêu tuổi, bạn thuộc cơ quan nào, bot hả, bạn do""",
    "yes": """
        đúng rồi, đúng, vâng, dạ đúng, ừ, ừm, ờ, ok, okê, oke, okie, phải rồi, chính xác, đồng ý, được, có, chuẩn, đúng vậy, yes, tiếp
        tục, tất nhiên, nhất trí, chuẩn luôn, phải, dạ, vâng ạ, dạ vâng, dạ phải, uh, uhm, uk, ừa, okela, oki, yep, ye, đúng cái đó,
        đúng ý, y chang, tiếp đi, cứ thế, xác nhận, đương nhiên, hẳn rồi, chắc chắn, là nó, phải đó, dza, zâng, ừ đúng, có nha, ok bạn,
        ok em""",
    "no": """
        không, không phải, không đúng, sai rồi, không cần, chưa đúng, nhầm rồi, không phải vậy, no, nope, chưa, đừng, sai, hiểu nhầm,
        hiểu sai, cái khác, không muốn, đâu phải, dạ không, không ạ, không phải đâu, không phải cái này, không phải cái đó, không chính
        xác, hông, hem, ko phải, không đồng ý, không chịu, dạ chưa""",
    "start_over": """
        làm lại từ đầu, bắt đầu lại, quay lại, hủy, hủy bỏ, bỏ đi, hỏi lại từ đầu, câu hỏi khác, câu khác, hỏi việc khác, hỏi
        cái khác, chuyện khác, việc khác, menu, reset, thoát, chọn lại, xóa hết, câu mới, về đầu, lại từ đầu, bỏ qua, chủ đề khác,
        cancel, restart, start, back, next, quay về, về trang đầu, trở lại, xóa đi, chuyển chủ đề, đổi chủ đề, đổi câu hỏi, cho hỏi
        chuyện khác, chọn nhầm, nhập lại, cuộc trò chuyện mới, phiên mới, new chat, câu hỏi mới, yêu cầu mới, đổi ý, hủy hết, hủy đi,
        không làm nữa, không hỏi cái này, từ đầu, hỏi thủ tục khác, làm lại đi, xin làm lại từ đầu""",
    "self_harm": """
        tự tử, muốn chết, không muốn sống, tự sát, muốn tự sát, uống thuốc sâu, uống thuốc ngủ, chán sống, không thiết sống, kết
        thúc cuộc đời, nhảy cầu, nhảy lầu, cắt tay, rạch tay, treo cổ, thư tuyệt mệnh, chết cho rồi, chết cho xong, sống làm gì,
        tự làm đau, làm hại bản thân, không còn muốn sống""",
    "emergency": """
        cứu tôi, cứu với, cứu em, cứu con, cấp cứu, cháy nhà, đang cháy, bị cháy, cháy rồi, hỏa hoạn, cháy lớn, tai nạn giao
        thông, chết người, sắp chết, bị đánh, đánh tôi, đánh vợ, bạo hành, hành hung, đâm chém, chém nhau, bị bắt cóc, bắt cóc,
        tống tiền, dọa giết, giết, xâm hại, hiếp dâm, sàm sỡ, đuối nước, chết đuối, bất tỉnh, ngất xỉu, đột quỵ, ngộ
        độc, điện giật, rò rỉ gas, đi lạc, mất tích, cướp, trộm vào nhà, có trộm, sập nhà, mắc kẹt, kẹt trên, lũ cuốn, khẩn cấp,
        đang chảy máu, 113, 114, 115, không thở được, khó thở, co giật, cháy, tông xe, đụng xe, chảy máu, máu nhiều, nguy kịch,
        cầu cứu, gọi cứu hỏa, gọi cấp cứu, gọi công an gấp, xe cấp cứu, rắn cắn, té lầu, rơi xuống, bị đâm, bị chém, bị cướp, bị
        giật, ngập tới, nước lên nhanh, nổ, đòi tiền chuộc, bị nhốt, bị giam giữ, đau tim, sắp sinh gấp, té giếng, bị lạc, bị
        đuối""",
    "abuse": """
        ngu, ngu vãi, ngu thế, đồ ngu, óc chó, chó má, con chó, thằng chó, đm, dm, đmm, dcm, đcm, vcl, vl, cc, clgt, cmm, đụ, địt, đéo,
        cặc, lồn, đĩ, mẹ mày, má mày, cút, cút đi, biến đi, câm mồm, khốn nạn, mất dạy, vô dụng, vô học, đần độn, ngu si, bọn khốn, con
        lợn, đồ heo, rác rưởi, ăn bám, fuck, shit, stupid, wtf, não tôm, đồ điên, thằng điên, vô tích sự, mẹ nó, má nó, mẹ kiếp, tiên
        sư, tổ cha, thần kinh, khùng, chập mạch, óc bã đậu, chó đẻ, khốn kiếp, câm họng, ngậm mồm, xéo, chết đi, ăn hại, sâu mọt, như
        cứt, ranh con, đồ đần, thằng ngu, con ngu, bố mày, tao đấm, ăn đòn, bố láo, súc vật, đồ chó, bot ngu, ngu quá, ngu như""",
    "oos_health": """
        bác sĩ, thuốc gì, uống thuốc, triệu chứng, bệnh gì, bị bệnh, đau đầu, đau bụng, sốt, viêm, huyết áp, tiểu đường, ung thư, tiêm
        phòng, chích ngừa, mang thai tuần, thai tuần, dị ứng, tiêu chảy, mất ngủ, trào ngược, dạ dày, xét nghiệm máu, khám bệnh gì, đau
        lưng, đau ngực, nổi mẩn, mụn, liều lượng, kháng sinh, giảm cân, trị sao, bôi gì, ăn gì cho, trị bệnh, chữa bệnh, chữa sao, chữa
        thế nào, bị ho, ho nhiều""",
    "oos_legal_dispute": """
        tranh chấp, kiện, khởi kiện, tòa án, ra tòa, luật sư, đòi nợ, giật hụi, quỵt, lừa đảo mất, bồi thường, hàng xóm lấn, lấn đất,
        lấn chiếm, chia thừa kế, quyền nuôi con, cấp dưỡng, phân chia tài sản, chia tài sản, hợp đồng bị, đi tù, ngồi tù, tạm giam, bị
        vu khống, nợ lương, tố tụng, thi hành án, vay tiền không trả, không trả nợ, đánh ghen, bảo lãnh tại ngoại, ly hôn đơn phương,
        chồng đòi ly hôn, muốn ly hôn, kiện ở đâu""",
    "oos_foreign": """
        visa mỹ, visa nhật, visa hàn, visa úc, visa du học, hộ chiếu mỹ, thẻ xanh, bên mỹ, bên nhật, bên hàn, bên đức, bên úc, ở mỹ, ở
        nhật, ở hàn, ở đức, ở úc, ở pháp, ở canada, ở đài loan, ở singapore, ở thái, qua mỹ, qua úc, qua nhật, sang mỹ, sang nhật, sang
        đức, định cư, du học, luật mỹ, quốc tịch mỹ, quốc tịch úc, đại sứ quán mỹ, lãnh sự quán mỹ, green card, nenkin, schengen, xin
        visa đi, k eta, nhập cư, di trú""",
    "oos_politics": """
        chính trị, đảng viên, đa đảng, dân chủ, nhân quyền, bầu cử, tham nhũng, tổng bí thư, thủ tướng, chủ tịch nước, bộ trưởng, quốc
        hội, đảng cộng sản, biểu tình, phản động, ukraine, chiến tranh, biển đông, quan điểm của bạn, bạn nghĩ gì về, theo bạn, ý kiến
        bạn, lãnh đạo, donald trump, putin, cách mạng màu, án tử hình, đường lưỡi bò""",
    "oos_general_knowledge": """
        thủ đô, dân số, diện tích nước, ai phát minh, năm nào sinh, là ai trong lịch sử, giải toán, giải bài, phương trình, bài văn, làm
        thơ, viết thơ, dịch sang, dịch câu, tiếng anh là gì, tiếng anh nói, bằng mấy, chia cho, căn bậc, cao nhất, dài nhất, lớn nhất,
        thế giới, khởi nghĩa, vua nào, vì sao trời, tại sao người ta, lập trình, viết code, python, nghĩa là gì, ca sĩ, diễn viên, hoa
        hậu, bóng đá, kỷ lục, hành tinh, mặt trăng, công thức, giải thích, định lý, hóa học, vật lý, tỉ giá, giá vàng, xổ số""",
    "oos_private_service": """
        shopee, lazada, tiki, grab, mobifone, vinaphone, viettel post, gói cước, 4g, wifi, sim, vay tiền, lãi suất, thẻ atm,
        vietcombank, techcombank, agribank, bidv, fe credit, chứng khoán, vé máy bay, vé xe, vé tàu, khách sạn, tour, tiền điện, tivi,
        tủ lạnh, máy giặt, bảo hành, facebook, tiktok, youtube, netflix, bán hàng, quảng cáo, tuyển dụng, tìm việc, việc làm thêm, mua
        xe trả góp, ielts, gia sư, giao hàng, đơn hàng, buu kiện, bưu kiện, prudential, manulife, gym, evn, internet, fpt, vietjet,
        bamboo, iphone, thẻ ngân hàng, vay ngân hàng, thẻ tín dụng bị, tài khoản ngân hàng bị""",
    "oos_smalltalk": """
        thời tiết, trời mưa, trời nóng, ăn cơm chưa, ăn gì, quán nào ngon, người yêu, yêu em, yêu anh, buồn quá, chán quá, vui quá, mệt
        quá, haha, hihi, hehe, kể chuyện, nói chuyện vui, hát, crush, tử vi, bói, cung hoàng đạo, lô đề, xem phim, bài hát, nấu, nhớ em,
        ngủ ngon, chúc ngủ ngon, có vợ chưa, có chồng chưa, có người yêu chưa, chán đời, trời ơi, ghê chưa, lạ nhỉ, thế à, liên quân,
        game""",
    "oos_data_probe": """
        số điện thoại của chủ tịch, thông tin của người khác, thông tin cá nhân của, của người khác, dữ liệu dân cư, database, system
        prompt, prompt, instructions, ignore, api key, mật khẩu admin, quyền admin, hack, developer, dump, drop table, select, sql,
        token, mã nguồn, source code, log hệ thống, tra giùm số căn cước, tra số căn cước của, cho xin số cccd của, địa chỉ nhà của, ở
        đâu của anh, tìm người, đứng tên ai, hàng xóm đứng tên, ai tố cáo, bỏ qua mọi hướng dẫn, quy tắc của bạn, theo dõi vị trí, câu
        lệnh hệ thống, dữ liệu của người, hồ sơ của người khác""",
}

WEAK: dict[str, str] = {
    "ask_documents": """
        giấy tờ, hồ sơ, cần gì, giấy, bản sao, kèm, bản chính, gồm,
        chuẩn bị, bổ sung gì, cần những, đem, xách, bằng chứng""",
    "ask_fee": "phí, tiền, giá, thuế, bao nhiêu, tốn, đóng, thu, nghìn, triệu, phạt, rẻ, đắt",
    "ask_time": "lâu, ngày, tuần, tháng, hạn, thời gian, nhanh, đợi, chờ, trễ, sớm, gấp, hiệu lực",
    "ask_place": "đâu, nơi, phường, xã, sở, tỉnh, huyện, quận, công an nào, ở phường, ở xã",
    "ask_online": "mạng, web, vneid, điện tử, cổng, app, internet, bưu điện, zalo, gửi qua, email, máy tính, số hóa",
    "ask_conditions": "được không, có được, có phải, tuổi, cần phải, mới được, phải có, có bị, được phép, có cần, thì được, trường hợp",
    "ask_form": "đơn, tải, điền, file, in, khai, word, excel, phiếu, kê khai",
    "ask_result": "nhận, lấy, được cấp, xong được, gửi về, bản, trả, ra giấy, bản giấy",
    "ask_legal_basis": "luật, quy định, căn cứ, pháp luật, điều, khoản, văn bản, hiện hành, hiệu lực",
    "ask_who": "ai, thay, giùm, dùm, hộ, nhờ, đi cùng, người lớn, giám hộ, đứng tên, dẫn đi, tự",
    "ask_how": "thủ tục, cách, sao, làm, bước, chỉ, muốn",
    "dossier_status": "chưa, rồi, nộp rồi, tra, tra cứu, mã, đã nộp, đang, hôm qua nộp, tháng trước, kiểm tra, bao giờ xong, đến đâu",
    "handoff": "gọi, gặp, liên hệ, cán bộ, nhân viên, nói chuyện, hỗ trợ, người, admin",
    "complaint": "chậm, bắt, hành, cán bộ, bực, tệ, sai, lỗi, cãi, xin lỗi, kỷ luật, chờ",
    "account_help": "vneid, app, khóa, đổi, mã, định danh, sim, lỗi, cài, mức, xác thực",
    "payment_help": "nộp tiền, đóng tiền, trả tiền, qr, ngân hàng, thẻ, chuyển tiền, ví, tiền, lỗi, nhầm, nộp phí",
    "office_hours": "giờ, sáng, chiều, trưa, tối, nghỉ, lễ, tết, thứ, ngày mai, hôm nay, lịch, buổi",
    "office_place": "đường, gần, quầy, văn phòng, chi nhánh, ủy ban, xa",
    "emergency": "cứu, máu, ngã, té, gấp, khẩn, nguy hiểm, chết, tai nạn, lũ, bão, lạc, đánh, dọa, súng, dao, bị nạn",
    "abuse": "mày, tao, biến, thằng, đồ, chó, vãi, rác, bọn, điên, tụi bay",
    "oos_health": "bệnh, thuốc, đau, uống, khám, mổ, thai, da, trẻ bị, ăn, răng, mắt, tim, gan, vitamin",
    "oos_legal_dispute": "đòi, nợ, lừa, chia, oan, hợp đồng, bảo lãnh, tù, vi phạm, công ty nợ, ly hôn",
    "oos_foreign": """
        mỹ, nhật, hàn, úc, đức, pháp, anh quốc, canada, đài loan, singapore,
        thái lan, nước ngoài, châu âu, campuchia, trung quốc""",
    "oos_politics": "đảng, bầu, nhà nước, chính quyền, tổng thống, đất nước, việt nam, dân, trung quốc, chế độ",
    "oos_general_knowledge": "tại sao, vì sao, là gì, ai là, nước nào, năm nào, dịch, tính, viết, bao xa",
    "oos_private_service": "app, mua, bán, shop, gói, vé, thẻ, học phí, thuê, vay, công ty, bảo hiểm, ngân hàng, mua nhà, thuê nhà",
    "oos_smalltalk": "buồn, vui, chán, yêu, thích, ngon, đẹp, cười, ngủ, ăn",
    "oos_data_probe": "của ai, của người, của anh, của cô, của ông, dữ liệu, thông tin, hệ thống, tên, file, xem",
    "who_are_you": "bạn, bot, máy, ai vậy, trợ lý, robot, ai, trang này",
    "name_procedure": "đăng ký, làm, xin, cấp lại, đổi, muốn, cấp, mất, sắp, mới, gia hạn, tôi, cho con, chuyển",
}
